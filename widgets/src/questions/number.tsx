/** A number, within bounds if there are any. */
import { line, sheet, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

/** Numbers up to here survive every database and program on the way. */
const SAFE = 1e15;

export const number: Kind<Of<"number">> = {
  type: "number",
  words,
  sheet,
  validate({ minimum, maximum, whole }, answer) {
    if (typeof answer !== "number" || !Number.isFinite(answer) || Math.abs(answer) > SAFE) return "number";
    if (whole && !Number.isInteger(answer)) return "whole";
    if (minimum != null && answer < minimum) return `at_least:${minimum}`;
    return maximum != null && answer > maximum ? `at_most:${maximum}` : null;
  },
  // Typed as text: a number field loses "1." while it is typed, and turns with the mouse wheel.
  Component: (asking) =>
    line(asking, {
      inputmode: asking.question.whole ? "numeric" : "decimal",
      value: asking.own.typed ?? asking.value ?? "",
      oninput(event: Event) {
        const typed = (asking.own.typed = (event.target as HTMLInputElement).value);
        const plain = typed.replace(/[,\s]/g, "");
        asking.change(plain && !Number.isNaN(+plain) ? +plain : typed);
      },
    }),
};
