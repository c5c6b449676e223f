/** A rating of 2 to 10 steps. */
import { endings, looks, sheet, within } from "./looks.tsx";
import type { Kind, Of } from "./question.ts";

export const rating: Kind<Of<"rating">> = {
  type: "rating",
  group: true,
  sheet,
  words: endings.none,
  instant: () => true,
  validate: ({ scale: high = 5 }, answer) => within(answer, high),
  Component: (asking) => {
    const { scale: high = 5, look = "stars" } = asking.question;
    return asking.scale(asking, 1, high, look, looks(look, high));
  },
};
