/** Stands in for `core/visit.ts` in the loader: conditions are fetched only where a survey has any. */
import type { holdsHere as HoldsHere } from "../core/visit.ts";

/** No condition holds before the chunk has come. */
export let holdsHere: typeof HoldsHere = () => false;

/** Called once with the real one. */
export const learn = (real: typeof HoldsHere): void => {
  holdsHere = real;
};
