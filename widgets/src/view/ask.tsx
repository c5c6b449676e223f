/** Shows a survey to a respondent. */
import type { Ask } from "./contract.ts";
import { Session } from "./session.tsx";

/** Attaches the survey to `options.root`; it shows as soon as its first question's type has loaded. */
export const ask: Ask = (options) => new Session(options);
