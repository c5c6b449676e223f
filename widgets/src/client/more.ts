/** What hosts ask for by name, and fewer pages need: fetched at the first such call. */
import type { How, Page } from "./host.ts";
import { places } from "./inline.ts";
import { place } from "./kiosk.ts";
import { earlier, wake } from "./resume.ts";
import { upload } from "./upload.ts";

export { earlier, places, upload, wake };

export const setAttributes = (page: Page, attributes: object) => {
  Object.assign(page.attributes, attributes);
  page.fire({ on: "page" });
};

export const setLanguage = (page: Page, code: string) => {
  page.language = code;
  page.opened.forEach((shown) => shown.then((each) => each?.setLanguage(code)));
};

export const track = async (page: Page, name: string, props: Record<string, unknown> = {}) => {
  await page.ready;
  page.fire({ on: "event", name, props });
};

/** The host asks for it: rules about asking do not apply. What is open already comes forward. */
export const show = async (page: Page, id: string, how: Omit<How, "target"> & { target?: Element | string } = {}) => {
  await page.ready;
  const target = typeof how.target == "string" ? document.querySelector(how.target) ?? undefined : how.target;
  const shown = !target && page.opened.get(id);
  if (shown) return (await shown)?.unfold();
  await place(page, id, { ...how, target, unfolded: true });
};

/** Every rule for this person now, and the first that failed; what the service said last counts as well. */
export const explain = async (page: Page, id: string) => {
  await page.ready;
  const survey = page.config?.surveys.find((each) => each.id == id);
  const rules = survey ? page.decide(survey, null).rules : [{ rule: "state", passed: false }];
  for (const each of rules) if (each.rule == page.refused[id]) each.passed = false;
  const failed = rules.find(({ passed }) => passed === false)?.rule ?? null;
  return { survey: id, shown: !failed, rules, failed };
};

export const reset = (page: Page) => {
  page.opened.forEach((shown) => shown.then((each) => each?.close()));
  page.customer = page.signature = page.language = undefined;
  page.attributes = {};
  page.refused = {};
  page.asks = 0;
  page.session.set("asked", 0);
  page.begin();
  return page.load();
};
