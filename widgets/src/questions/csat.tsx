/** How satisfied, from 1 to 5. */
import { endings, looks, sheet, within } from "./looks.tsx";
import type { Kind, Of } from "./question.ts";

export const csat: Kind<Of<"csat">> = {
  type: "csat",
  group: true,
  sheet,
  words: endings.satisfaction,
  instant: () => true,
  validate: (_, answer) => within(answer, 5),
  Component: (asking) => {
    const { look = "faces" } = asking.question;
    return asking.scale(asking, 1, 5, look, looks(look, 5));
  },
};
