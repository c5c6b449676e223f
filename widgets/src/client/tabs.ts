/** The feedback tabs at the window's edge. A tab asks nobody, so rules about being asked do not apply to it. */
import type { Page } from "./host.ts";

const ASKING = ["frequency", "quiet", "session", "page"];

/** Puts the tabs of this address in place, and takes others away. */
export function tabs(page: Page): void {
  for (const survey of page.config?.surveys ?? []) {
    if (!survey.targeting.triggers.some(({ on }) => on == "tab")) continue;
    const shown = page.opened.get(survey.id);
    const { rules } = page.decide(survey, { on: "tab" });
    const here = rules.every(({ rule, passed }) => passed !== false || ASKING.includes(rule));
    if (!here) shown?.then((each) => each?.close());
    else if (!shown) page.open(survey.id, { placement: "tab", gone: (ended) => ended && setTimeout(() => tabs(page)) });
  }
}
