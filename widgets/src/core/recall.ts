/** `{{answer:why|fallback}}` in a text becomes what was answered, as plain text. Pure; the twin of voc/surveys/recall.py. */
import type { Definition } from "../generated/survey.ts";
import { lookup, partOf, type Facts, type Variables } from "./route.ts";
import type { Text } from "./texts.ts";

type Question = Definition["questions"][number];
type Say = (text: Text) => string;

const RECALL =
  /\{\{ *(?:(answer:[a-z][a-z0-9_]{0,39}(?:\.[A-Za-z0-9_]{1,40})?|(?:hidden|variable):[a-z][a-z0-9_]{0,39})|customer[.:]([^|{}]{1,100}?)) *(?:\|([^{}]*))?\}\}/g;

/** `words` with everything recalled put in; what was put in is never read again. `say` gives a text in the respondent's language. */
export function recall(
  words: string,
  definition: Pick<Definition, "questions">,
  facts: Facts,
  variables: Readonly<Variables>,
  say: Say,
): string {
  const find = lookup(facts, variables);
  return words.replace(RECALL, (_, given: string | undefined, attribute: string | undefined, fallback = "") => {
    const source = given ?? `customer:${attribute!.trim()}`;
    const found = find(source);
    const told = source.startsWith("answer:") ? answer(definition, source.slice(7), facts.answers, say) : plain(found);
    return told.trim() && !isMissing(found) ? told : fallback.trim();
  });
}

const isMissing = (value: unknown): boolean =>
  value == null || (typeof value === "object" ? !Object.keys(value).length : !`${value as string}`.trim());

/** A value that is no answer: lists joined by ", ", an object as nothing. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(", ");
  return value == null || typeof value === "object" ? "" : `${value as string}`.trim();
}

function answer(
  { questions }: Pick<Definition, "questions">,
  name: string,
  answers: Facts["answers"],
  say: Say,
): string {
  const [id, part] = name.split(".") as [string, string?];
  const question = questions.find((one) => one.id === id);
  const given = answers[id];
  if (!question || given == null) return "";
  if (!part) return said(question, given, say);
  const found = partOf(given, part);
  if (question.type === "matrix") return told(question.columns, found, say);
  return typeof found === "string" ? found : "";
}

/** An answer as a person reads it. */
function said(question: Question, given: any, say: Say): string {
  if ("choices" in question)
    return (Array.isArray(given) ? given : [given]).map((one) => told(question.choices, one, say)).join(", ");
  switch (question.type) {
    case "consent":
      return given ? "✓" : "✗";
    case "matrix":
      return question.rows
        .filter(({ id }) => id in given)
        .map((row) => `${say(row.text)}: ${told(question.columns, given[row.id], say)}`)
        .join(", ");
    case "contact":
      return question.fields.flatMap(({ id }) => given[id] ?? []).join(", ");
    default:
      return Array.isArray(given) ? given.join(", ") : `${given}`;
  }
}

/** One chosen thing as its text; the respondent's own words for "other". */
function told(choices: readonly { id: string; text: Text }[], one: any, say: Say): string {
  if (one && typeof one === "object") return one.other ?? "";
  const choice = choices.find(({ id }) => id === one);
  return (choice && say(choice.text)) || (one == null ? "" : `${one}`);
}
