/** Shows a survey to a respondent. */
import type { Asked, AskOptions } from "./contract.ts";
import { Session } from "./session.tsx";

/** Attaches the survey to `options.root`; it shows as soon as its first question's type has loaded. */
export function ask(options: AskOptions): Asked {
  const session = new Session(options);
  return {
    close: () => session.leave(),
    setLanguage: (language) => session.speak(language),
    progress: () => session.progress(),
    unfold: () => session.fold(false),
  };
}
