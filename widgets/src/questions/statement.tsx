/** Something to read, and perhaps a link to follow. */
import { h } from "../view/h.ts";
import { sheet, words } from "./forms.ts";
import type { Kind, Of } from "./question.ts";

export const statement: Kind<Of<"statement">> = {
  type: "statement",
  words,
  sheet,
  validate: () => "none",
  Component: ({ question, text }) =>
    question.link ? (
      <div class="form">
        <a class="go" href={question.link} target="_blank" rel="noopener">
          {text(question.button) || question.link}
        </a>
      </div>
    ) : null,
};
