/** An e-mail address by its shape, a@b.c, up to 254 characters. */
import { line, lineProblem, sheet, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

export const email: Kind<Of<"email">> = {
  type: "email",
  words,
  sheet,
  validate: (_, answer) =>
    lineProblem(answer, "email", (line) => [...line].length <= 254 && /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(line)),
  Component: (asking) => line(asking, { type: "email", autocomplete: "email" }),
};
