/** A phone number: 7 to 15 digits, as written in any country. */
import { line, lineProblem, sheet, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

export const phone: Kind<Of<"phone">> = {
  type: "phone",
  words,
  sheet,
  validate: (_, answer) => lineProblem(answer, "phone", (line) => /^\+?\d{7,15}$/.test(line.replace(/[\s\-.()]/g, ""))),
  Component: (asking) => line(asking, { type: "tel", autocomplete: "tel" }),
};
