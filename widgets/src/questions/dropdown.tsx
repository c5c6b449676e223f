/** One of many choices, from a list that opens. */
import { h } from "../view/h.ts";
import { sheet, words } from "./choices.tsx";
import type { Kind, Of } from "./question.ts";

export const dropdown: Kind<Of<"dropdown">> = {
  type: "dropdown",
  words,
  sheet,
  validate: ({ choices }, answer) =>
    typeof answer === "string" && choices.some(({ id }) => id === answer.trim()) ? null : "unknown",
  Component: ({ question, value, change, text, words: { choose }, problem, required }) => (
    <div class="options">
      <select
        class="field"
        aria-labelledby="q"
        aria-describedby="d e"
        aria-invalid={problem && "true"}
        aria-required={required && "true"}
        onchange={(event: Event) => change((event.target as HTMLSelectElement).value || null)}
      >
        <option value="">{choose}</option>
        {question.choices.map(({ id, text: label }) => (
          <option value={id} selected={id === value}>
            {text(label)}
          </option>
        ))}
      </select>
    </div>
  ),
};
