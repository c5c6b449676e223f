/** Stands in for `core/conditions.ts` in the loader: conditions are fetched only where a survey has any. */
import type { holds as Holds } from "../core/conditions.ts";

/** No condition holds before the chunk has come. */
export let holds: typeof Holds = () => false;

/** Called once with the real one. */
export const learn = (real: typeof Holds): void => {
  holds = real;
};
