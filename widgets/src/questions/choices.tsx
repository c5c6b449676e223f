/** What the questions with given choices share: rows to choose from, "other", order, words. */
import type { Text } from "../core/texts.ts";
import { h, type Child } from "../view/h.ts";
import type { Vocabulary } from "../view/words.ts";
import type { Asking } from "./question.ts";

export interface Choice {
  readonly id: string;
  readonly text: Text;
}
interface Limits {
  readonly minimum?: number | null | undefined;
  readonly maximum?: number | null | undefined;
}

export const OTHER = "other";
const OTHER_LIMIT_CHARACTERS = 500;

export const words: Vocabulary = {
  en: {
    other: "Other",
    say_what: "Please say what.",
    too_long: "Please use at most {} characters.",
    choose: "Please choose…",
    unknown: "Please choose one of these.",
    at_least: "Please choose at least {}.",
    at_most: "Please choose at most {}.",
  },
  ko: {
    other: "기타",
    say_what: "내용을 적어 주세요.",
    too_long: "{}자 이내로 적어 주세요.",
    choose: "골라 주세요…",
    unknown: "이 중에서 골라 주세요.",
    at_least: "{}개 이상 골라 주세요.",
    at_most: "{}개까지 고를 수 있어요.",
  },
};

export const sheet = `
.options{display:grid;gap:6px;margin-top:12px}
.option{display:flex;align-items:center;gap:10px;min-height:44px;padding:8px 12px;border:1px solid var(--l);border-radius:min(var(--r),12px);cursor:pointer}
.option:hover{border-color:var(--a)}
.option:has(input:checked){border-color:var(--a);box-shadow:inset 0 0 0 1px var(--a)}
.option input{flex:none;width:20px;height:20px;margin:0;accent-color:var(--a)}
.field{width:100%;min-height:44px;padding:10px 12px;border:1px solid var(--l);border-radius:min(var(--r),12px);background:none;color:inherit;font:inherit}
.hint{color:var(--q);font-size:14px}
`;

/** The id of one chosen thing, `other` for a respondent's own words; undefined where it is neither. */
export function picked(one: unknown): string | undefined {
  if (typeof one === "string") return one.trim();
  return one && typeof one === "object" && Object.keys(one).join() === OTHER ? OTHER : undefined;
}

/** Why one chosen thing is none of the choices. */
export function checkOne(question: { choices: readonly Choice[]; other?: boolean }, one: any): string | null {
  if (typeof one === "string") return question.choices.some(({ id }) => id === one.trim()) ? null : "unknown";
  const said = question.other && picked(one) ? one[OTHER] : undefined;
  if (typeof said !== "string") return "unknown";
  if (!said.trim()) return "say_what";
  return [...said.trim()].length > OTHER_LIMIT_CHARACTERS ? `too_long:${OTHER_LIMIT_CHARACTERS}` : null;
}

/** Whether more or less was chosen than asked for. */
export function amount({ minimum, maximum }: Limits, given: number): string | null {
  if (maximum != null && given > maximum) return `at_most:${maximum}`;
  return minimum != null && given < minimum ? `at_least:${minimum}` : null;
}

/** What the limits ask for, before anybody breaks them. */
export function hint({ minimum, maximum }: Limits, words: Asking["words"]): Child {
  const [name, number] = maximum ? ["at_most", maximum] : ["at_least", minimum];
  return (minimum ?? 0) > 1 || maximum ? <p class="hint">{words[name]!.replace("{}", `${number}`)}</p> : null;
}

/** The choices in this respondent's order, which stays while the survey shows. */
export function ordered(
  question: { choices: readonly Choice[]; shuffle?: boolean },
  own: Record<string, any>,
): readonly Choice[] {
  if (!question.shuffle) return question.choices;
  own.order ??= question.choices
    .map(({ id }) => [Math.random(), id])
    .sort(([one], [other]) => (one as number) - (other as number))
    .map(([, id]) => id);
  return own.order.map((id: string) => question.choices.find((one) => one.id === id));
}

export const Option = ({
  type,
  checked,
  pick,
  children,
}: {
  type: string;
  checked: boolean;
  pick(): void;
  children: Child;
}): Child => (
  <label class="option">
    <input type={type} name="a" checked={checked} onclick={pick} />
    <span>{children}</span>
  </label>
);

/** The respondent's own words, once "other" is chosen. */
export const OtherField = ({
  asking,
  said,
  write,
}: {
  asking: Asking<any>;
  said: string;
  write(said: string): void;
}): Child => (
  <input
    class="field"
    aria-label={asking.words.other}
    aria-describedby="d e"
    aria-invalid={asking.problem && "true"}
    value={said}
    oninput={(event: Event) => write((event.target as HTMLInputElement).value)}
  />
);
