/** A web address that starts with http:// or https://. */
import { line, lineProblem, sheet, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

export const url: Kind<Of<"url">> = {
  type: "url",
  words,
  sheet,
  validate: (_, answer) => lineProblem(answer, "url", (line) => /^https?:\/\/[^\s/?#]+\S*$/i.test(line)),
  Component: (asking) => line(asking, { type: "url", autocomplete: "url" }),
};
