/** How easy it was, from 1 to 7: the customer effort score 2.0. */
import { endings, sheet, within } from "./looks.tsx";
import type { Kind, Of } from "./question.ts";

export const ces: Kind<Of<"ces">> = {
  type: "ces",
  group: true,
  sheet,
  words: endings.agreement,
  instant: () => true,
  validate: (_, answer) => within(answer, 7),
  Component: (asking) => asking.scale(asking, 1, 7),
};
