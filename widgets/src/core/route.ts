/** Which questions a respondent's answers lead through. Pure; the twin of voc/surveys/route.py and facts.py. */
import type { Definition } from "../generated/survey.ts";
import { holds } from "./conditions.ts";
import { search } from "./pattern.ts";
import type { Route } from "./state.ts";

type Rule = NonNullable<Definition["questions"][number]["rules"]>[number];
type Action = Rule["then"][number];
type Values = Readonly<Record<string, unknown>>;

/** What rules and recalls may ask about. */
export interface Facts {
  readonly answers: Values;
  readonly hidden?: Values | undefined;
  readonly customer?: Values | undefined;
  readonly language?: string | undefined;
}

export type Routed = Pick<Definition, "questions"> & Partial<Pick<Definition, "endings" | "variables">>;
export type Variables = Record<string, number>;
export type RouteWithVariables = Route & { readonly variables: Readonly<Variables> };

/** The value of a source such as `answer:why`, `hidden:plan`, `variable:score`, `customer:name`. With `seen`, answers to other questions count as not given. */
export function lookup(
  facts: Facts,
  variables: Readonly<Variables>,
  seen?: readonly string[],
): (source: string) => unknown {
  const given: Record<string, Values | undefined> = {
    hidden: facts.hidden,
    customer: facts.customer,
    variable: variables,
  };
  return (source) => {
    const at = source.indexOf(":");
    const [kind, name] = [source.slice(0, Math.max(0, at)), source.slice(at + 1)];
    if (source === "language") return facts.language;
    if (kind !== "answer") return own(given[kind], name);
    const [id, part] = name.split(".") as [string, string?];
    const answer = seen && !seen.includes(id) ? undefined : own(facts.answers, id);
    return part ? partOf(answer, part) : answer;
  };
}

/** One row, field or the words of "other" in an answer. */
export function partOf(answer: unknown, part: string): unknown {
  if (Array.isArray(answer)) return answer.map((one) => own(one, part)).find((one) => one !== undefined);
  return own(answer, part);
}

/** The first jump or end met decides where to go; a question met twice ends the route at the first ending. */
export function route(definition: Routed, facts: Facts): RouteWithVariables {
  const { questions } = definition;
  const endings = (definition.endings ?? []).map(({ id }) => id);
  const variables: Variables = {};
  for (const { id, initial } of definition.variables ?? []) variables[id] = initial ?? 0;
  const seen: string[] = [];
  const demanded = new Set<string>();
  const find = lookup(facts, variables, seen);
  let ending = endings[0] ?? null;
  for (let at = 0; at < questions.length && !seen.includes(questions[at]!.id);) {
    seen.push(questions[at]!.id);
    let decided: { to?: number; ending?: string } | undefined;
    for (const action of applying(questions[at]!.rules ?? [], find)) {
      if (action.do === "calculate") calculate(variables, action, find);
      else if (action.do === "require") demanded.add(action.question);
      else if (!decided) decided = led(definition, action);
    }
    if (decided?.ending !== undefined) {
      if (endings.includes(decided.ending)) ending = decided.ending;
      break;
    }
    at = decided?.to ?? at + 1;
  }
  const asked = seen.map((id) => questions.find((question) => question.id === id)!);
  const required = asked
    .filter(({ id, type, required }) => type !== "statement" && (required || demanded.has(id)))
    .map(({ id }) => id);
  return { questions: seen, ending, variables, required };
}

/** The actions of every rule that holds, one after the other: a rule sees what those before it calculated. */
function* applying(rules: readonly Rule[], find: (source: string) => unknown): Iterable<Action> {
  for (const rule of rules) if (holds(rule.when, find, search)) yield* rule.then;
}

/** Where a jump or an end leads; undefined for a jump to nowhere. */
function led(
  { questions }: Routed,
  action: Extract<Action, { do: "jump" | "end" }>,
): { to?: number; ending?: string } | undefined {
  if (action.do === "end") return { ending: action.ending };
  const to = questions.findIndex(({ id }) => id === action.to);
  return to < 0 ? undefined : { to };
}

/** Changes a variable, unless what it is changed by is no number. */
function calculate(
  variables: Variables,
  { variable, operation, value }: Extract<Action, { do: "calculate" }>,
  find: (source: string) => unknown,
): void {
  const by = number(typeof value === "object" ? find(value.from) : value);
  const now = own(variables, variable) as number | undefined;
  if (by === null || now === undefined || (operation === "divide" && !by)) return;
  const after = { set: by, add: now + by, subtract: now - by, multiply: now * by, divide: now / by }[operation];
  if (Number.isFinite(after)) variables[variable] = after;
}

function number(value: unknown): number | null {
  if (typeof value === "number") return Number.isNaN(value) ? null : value;
  return typeof value === "string" && /^\s*-?[0-9]+(\.[0-9]+)?\s*$/.test(value) ? Number(value) : null;
}

function own(values: unknown, name: string): unknown {
  return values && typeof values === "object" && Object.hasOwn(values, name) ? (values as Values)[name] : undefined;
}
