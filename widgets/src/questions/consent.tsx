/** Agreement to something; required means agreed. */
import { h } from "../view/h.ts";
import { sheet, words } from "./forms.ts";
import type { Kind, Of } from "./question.ts";

export const consent: Kind<Of<"consent">> = {
  type: "consent",
  group: true,
  words,
  sheet,
  validate: (_, answer, required) => (typeof answer !== "boolean" || (required && !answer) ? "agree" : null),
  Component: ({ question, value, change, text, problem, required }) => (
    <div class="form">
      <label class="option">
        <input
          type="checkbox"
          checked={value === true}
          aria-describedby="d e"
          aria-invalid={problem && "true"}
          aria-required={required && "true"}
          onclick={(event: Event) => change((event.target as HTMLInputElement).checked)}
        />
        <span>{text(question.label)}</span>
      </label>
    </div>
  ),
};
