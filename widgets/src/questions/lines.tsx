/** What the questions that are typed share. */
import { h, type Child } from "../view/h.ts";
import type { Vocabulary } from "../view/words.ts";
import type { Asking } from "./question.ts";

export const LINE_LIMIT_CHARACTERS = 2000;

export const words: Vocabulary = {
  en: {
    email: "Please write an e-mail address, such as name@example.com.",
    phone: "Please write a phone number of 7 to 15 digits.",
    url: "Please write a web address that starts with https://.",
    number: "Please write a number.",
    whole: "Please write a whole number.",
    at_least: "Please write at least {}.",
    at_most: "Please write at most {}.",
    date: "Please choose a date.",
    earliest: "Please choose {} or later.",
    latest: "Please choose {} or earlier.",
    too_long: "Please use at most {} characters.",
    too_short: "Please write at least {} characters.",
    label_name: "Name",
    label_email: "E-mail",
    label_phone: "Phone",
    label_company: "Company",
    label_address: "Address",
    fields: "Please fill in the lines marked with *.",
  },
  ko: {
    email: "name@example.com 같은 이메일 주소를 적어 주세요.",
    phone: "전화번호를 숫자 7~15자리로 적어 주세요.",
    url: "https://로 시작하는 주소를 적어 주세요.",
    number: "숫자를 적어 주세요.",
    whole: "소수점 없는 숫자를 적어 주세요.",
    at_least: "{} 이상으로 적어 주세요.",
    at_most: "{} 이하로 적어 주세요.",
    date: "날짜를 골라 주세요.",
    earliest: "{} 또는 그 이후로 골라 주세요.",
    latest: "{} 또는 그 이전으로 골라 주세요.",
    too_long: "{}자 이내로 적어 주세요.",
    too_short: "{}자 이상 적어 주세요.",
    label_name: "이름",
    label_email: "이메일",
    label_phone: "전화번호",
    label_company: "회사",
    label_address: "주소",
    fields: "* 표시된 칸을 채워 주세요.",
  },
};

export const sheet = `
.line{display:flex;align-items:center;gap:8px;margin-top:12px}
.field{width:100%;min-height:44px;padding:10px 12px;border:1px solid var(--l);border-radius:min(var(--r),12px);background:none;color:inherit;font:inherit;line-height:1.5}
.field[aria-invalid]{border-width:2px}
textarea{display:block;resize:vertical}
::placeholder{color:var(--q);opacity:1}
.form{display:grid;gap:10px;margin-top:12px}
.form label{display:grid;gap:4px;font-size:14px}
.form .field{font-size:16px}
.count{margin-top:4px;color:var(--q);font-size:13px;text-align:end}
`;

/** Why an answer is no text of at most `limit` characters; half a character, which no database takes, is no text. */
export function textProblem(answer: unknown, limit: number): string | null {
  if (typeof answer !== "string" || /\p{Surrogate}/u.test(answer)) return "required";
  return [...answer.trim()].length > limit ? `too_long:${limit}` : null;
}

/** Why an answer is no line of the form that `fits` knows. */
export const lineProblem = (answer: unknown, name: string, fits: (line: string) => boolean): string | null =>
  textProblem(answer, LINE_LIMIT_CHARACTERS) ?? (fits((answer as string).trim()) ? null : name);

/** One line, named by the heading. */
export function line(asking: Asking<any>, attributes: Record<string, unknown>): Child {
  const { question, value, change, text, problem, required } = asking;
  return (
    <div class="line">
      <input
        class="field"
        aria-labelledby="q"
        aria-describedby="d e"
        aria-invalid={problem && "true"}
        aria-required={required && "true"}
        placeholder={text(question.placeholder) || null}
        value={value ?? ""}
        oninput={(event: Event) => change((event.target as HTMLInputElement).value)}
        {...attributes}
      />
      {question.unit && <span>{text(question.unit)}</span>}
    </div>
  );
}
