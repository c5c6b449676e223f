/** Would you recommend us, from 0 to 10. */
import type { Kind, Of } from "./question.ts";
import { scale } from "./scale.tsx";

export const nps: Kind<Of<"nps">> = {
  type: "nps",
  group: true,
  instant: () => true,
  validate: (_, answer) => (Number.isInteger(answer) && answer >= 0 && answer <= 10 ? null : "required"),
  Component: (asking) => scale(asking, 0, 10),
};
