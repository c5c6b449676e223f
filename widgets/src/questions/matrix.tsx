/** Several rows rated on the same columns: a grid where there is room, a card per row where there is none. */
import { h } from "../view/h.ts";
import type { Kind, Of } from "./question.ts";
import { sheet, words } from "./tables.ts";

export const matrix: Kind<Of<"matrix">> = {
  type: "matrix",
  group: true,
  words,
  sheet,
  validate({ rows, columns }, answer, required) {
    if (typeof answer !== "object" || Array.isArray(answer)) return "unknown";
    for (const [row, column] of Object.entries(answer)) {
      if (!rows.some(({ id }) => id === row) || !columns.some(({ id }) => id === column)) return "unknown";
    }
    return required && Object.keys(answer).length < rows.length ? "every_row" : null;
  },
  Component: ({ question, value, change, text, problem }) => (
    <div class="matrix">
      {question.rows.map((row, at) => (
        <fieldset class="line" aria-describedby={problem && !value?.[row.id] ? "e" : null}>
          <legend>{text(row.text)}</legend>
          <div class="cells">
            {question.columns.map(({ id, text: label }) => (
              <label class="pick">
                <input
                  type="radio"
                  name={`a${at}`}
                  checked={value?.[row.id] === id}
                  onclick={() => change({ ...value, [row.id]: id })}
                />
                <span>{text(label)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  ),
};
