/** A small form: how to reach a respondent. */
import { h } from "../view/h.ts";
import { sheet, textProblem, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

const LIMIT_CHARACTERS = 200;
const KNOWN = {
  name: ["text", "name"],
  email: ["email", "email"],
  phone: ["tel", "tel"],
  company: ["text", "organization"],
  address: ["text", "street-address"],
} as const;

const missing = (text: unknown): boolean => typeof text === "string" && !text.trim();

export const contact: Kind<Of<"contact">> = {
  type: "contact",
  group: true,
  words,
  sheet,
  validate({ fields }, answer, required) {
    if (typeof answer !== "object" || Array.isArray(answer)) return "fields";
    for (const [name, text] of Object.entries(answer)) {
      const problem = fields.some(({ id }) => id === name) ? textProblem(text, LIMIT_CHARACTERS) : "fields";
      if (problem) return problem;
    }
    const filled = fields.filter(({ id }) => !missing(answer[id] ?? ""));
    if (!filled.length) return required ? "fields" : null;
    return fields.every((field) => !field.required || filled.includes(field)) ? null : "fields";
  },
  Component: ({ question, value, change, words: said, problem }) => (
    <div class="form">
      {question.fields.map(({ id, required }) => (
        <label>
          <span>
            {said[`label_${id}`]}
            {required && " *"}
          </span>
          <input
            class="field"
            type={KNOWN[id][0]}
            autocomplete={KNOWN[id][1]}
            aria-required={required && "true"}
            aria-invalid={problem && required && missing(value?.[id] ?? "") && "true"}
            aria-describedby="d e"
            value={value?.[id] ?? ""}
            oninput={(event: Event) => {
              const { [id]: _, ...others } = value ?? {};
              const text = (event.target as HTMLInputElement).value;
              change(text ? { ...others, [id]: text } : others);
            }}
          />
        </label>
      ))}
    </div>
  ),
};
