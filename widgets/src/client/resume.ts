/** What earlier pages left. */
import type { PublishedSurvey } from "../view/contract.ts";
import type { Page } from "./host.ts";
import { claim } from "./locks.ts";
import { resumable } from "./queue.ts";
import type { Entry } from "./wire.ts";

/** A page that a reload has just replaced may hold its lock for a moment longer. */
const PATIENCE_MS = 400;

const patiently = async (name: string) =>
  await claim(name) ?? (await new Promise((wake) => setTimeout(wake, PATIENCE_MS)), claim(name));

/** Begun by whoever is here now, not by the person before. */
const mine = (page: Page, { body, url }: Entry) =>
  url.startsWith(`${page.api}/`) && body.visitor == page.visitor &&
  (!body.customer || !page.customer || body.customer.id == page.customer);

const entries = (page: Page) =>
  page.store.names("r.")
    .map((name) => ({ name, entry: page.store.get<Entry>(name)! }))
    .filter(({ entry }) => resumable(entry, Date.now()) && mine(page, entry));

/** A response to this survey, about the same things if they are named, that may be continued and that no other tab is at. */
export async function earlier(
  page: Page, survey: PublishedSurvey, hidden?: object,
) {
  for (const { name, entry } of entries(page)) {
    const { body } = entry;
    if (body.survey != survey.id || body.version != survey.version) continue;
    if (hidden && JSON.stringify(hidden) != JSON.stringify(body.hidden)) continue;
    const release = await patiently(name);
    if (release) return { entry, release };
  }
  return undefined;
}

/** Rules about being asked; none stands in the way of what the person has begun. */
const ASKING = ["trigger", "sampling", "frequency", "quiet", "session", "page"];

/** Sends what was not acknowledged, and shows again what stood open over the last page. */
export async function wake(page: Page): Promise<void> {
  (await page.chunk("deliver")).deliver(page).drain();
  await page.ready;
  for (const { entry } of entries(page)) {
    const survey = entry.open && page.config?.surveys.find(({ id }) => id == entry.body.survey);
    if (!survey || page.opened.has(survey.id)) continue;
    const { rules } = page.decide(survey, null);
    if (rules.every(({ rule, passed }) => passed !== false || ASKING.includes(rule))) return void page.open(survey.id);
  }
}
