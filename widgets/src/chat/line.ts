/** The line to the service: what was said, what is on its way, and when to look again. One for a page. */
import type { Page } from "../client/host.ts";
import { allowedAt, transient } from "../client/queue.ts";
import { complain } from "../client/safely.ts";
import { cursor, type Kept, landed, type Line, merged, pause, stale, unread, waits } from "./talk.ts";

const START = "c.";
const PATIENCE_MS = 1e4;

export let page: Page;
export let lines: Line[] = [];
/** Whether the panel is open, whether the first answer of the service has come, how often it failed in a row. */
export let open = false;
export let heard = false;
export let tries = 0;
/** What a line is called here, by the service's id: it stays the same line when the service has it. */
export const names = new Map<string, string>();

let paint: () => void;
let person = "";
let after = 0;
/** How much the service's clock is ahead of this device's. */
let ahead = 0;
let until = 0;
let last = 0;
let busy: boolean;
let again: boolean;
let timer: ReturnType<typeof setTimeout>;

const visible = () => !document.hidden;

/** Who is here. */
const who = () => ({ visitor: page.visitor, ...(page.customer && { customer: page.customer, signature: page.signature }) });

/** The moment of the last line that this person saw on this device; undefined where they never wrote. */
const seen = () => page.store.get<Record<string, number>>("chat")?.[page.visitor];

/** How many lines are new to the person. */
export const news = (): Line[] => unread(lines, seen() ?? 0);

const all = () => page.store.names(START).sort().flatMap((name) => page.store.get<Kept>(name) ?? []);
const keep = (kept: Kept, more?: Partial<Kept>) => page.store.set(START + kept.body.submission_id, more && { ...kept, ...more });

/** What this person wrote and the service does not have, in the order of writing. */
export const mine = (): Kept[] => all().filter(({ body }) => body.visitor == page.visitor);

export const changed = (): void => {
  const at = lines[lines.length - 1]?.at ?? 0;
  // the service has lines of theirs, so there may be more on another day
  if (at && !(seen()! >= (open && visible() ? at : 1))) page.store.set("chat", { [page.visitor]: open && visible() ? at : 1 });
  paint();
};

/** What the service answers; a refusal as `refused`. Throws where it is not to be had now. */
const call = async (url: string, more: RequestInit): Promise<any> => {
  const answer = await fetch(url, { ...more, signal: AbortSignal.timeout?.(PATIENCE_MS) });
  const { status } = answer;
  until = allowedAt(answer.headers.get("retry-after"), Date.now()) ?? 0;
  if (transient(status)) throw status;
  if (!answer.ok) complain(`chat ${status}`);
  return answer.ok ? answer.json() : { refused: status };
};

/** Sends in the order of writing; two tabs may send the same, which the service knows by its id. */
const send = async () => {
  for (let kept: Kept | undefined; (kept = all().find(waits)); changed()) {
    const { id, refused } = await call(kept.url, { method: "POST", body: JSON.stringify(kept.body), keepalive: true });
    keep(kept, id ? undefined : { refused });
    if (id) names.set(id, kept.body.submission_id);
    if (id && kept.body.visitor == page.visitor) lines = landed(lines, id, kept.body.text, Date.now() + ahead);
  }
};

/** Who never wrote has nothing to hear of, unless on another device: that is asked once. */
const reads = () => (open && visible() ? "now" : open || (visible() && (seen() || (page.signature && !heard))) ? "later" : "never");

const read = async () => {
  const how = reads();
  if (how == "never") return;
  const query: any = { ...who(), after, seen: how == "now" };
  for (const name in query) query[name] ?? delete query[name];
  const before = person;
  const told = await call(`${page.api}/chat?${new URLSearchParams(query)}`, {});
  if (told.refused) throw told;
  if (before != person) return;
  const known = lines.map(({ id }) => id);
  const fresh = unread(told.lines, seen() ?? 0).filter(({ id }) => !known.includes(id));
  lines = merged(lines, told.lines);
  heard = true;
  after = cursor(told.now);
  ahead = told.now - Date.now();
  for (const { id, at, text } of fresh) page.emit("message", { id, at, text });
};

/** Sends and reads now, and again when it is time. */
export const look = async (): Promise<void> => {
  clearTimeout(timer);
  const now = JSON.stringify(who());
  if (person != now) {
    person = now;
    lines = [];
    heard = false;
    after = 0;
  }
  again = busy;
  if (busy) return;
  busy = true;
  try {
    if (until <= Date.now()) {
      await send();
      await read();
      tries = 0;
    }
  } catch {
    tries++;
  }
  busy = false;
  changed();
  if (again) return look();
  const wait = pause({ reads: reads(), waits: all().some(waits), tries }, until, Date.now());
  if (wait) timer = setTimeout(look, wait);
};

/** Keeps a line on the device, then sends it. */
export const write = (text: string, choice?: string): void => {
  const { name } = page.attributes;
  last = Math.max(Date.now(), last + 1);
  const submission_id = `${last.toString(36)}-${page.random()}`;
  const body = { submission_id, text, choice, ...who(), name: typeof name == "string" ? name.slice(0, 80) : undefined };
  keep({ url: `${page.api}/chat`, body, at: last }, {});
  look();
  changed();
};

/** Sends a refused line after all. */
export const retry = (kept: Kept): void => {
  keep(kept, { refused: 0 });
  look();
  changed();
};

/** The panel was opened, or closed. */
export const opened = (now: boolean): void => {
  open = now;
  look();
  changed();
};

export const begin = (given: Page, paints: () => void): void => {
  page = given;
  paint = paints;
  for (const each of all()) if (stale(each, Date.now())) keep(each);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => {
    for (const each of all()) if (waits(each)) navigator.sendBeacon(each.url, JSON.stringify(each.body));
  });
};
