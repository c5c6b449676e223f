/** Sends what was saved until the service has it. Every response is a record of its own under `r.<submission id>`.
 *
 * Fetched at the first answer, or when a page finds something that was left; nobody needs it to see a question. */
import { device } from "./device.ts";
import { claim } from "./locks.ts";
import { acknowledged, allowedAt, backoff, due, resumable, transient } from "./queue.ts";
import type { Page } from "./host.ts";
import type { Entry, Saved } from "./wire.ts";

/** Browsers refuse more than 64 KiB that outlives a page. */
const KEEPALIVE_LIMIT = 6e4;

export interface Delivery {
  /** Sends a response that this page has saved, shown in `root`. The caller holds its lock, and is told when the page is left. */
  send(name: string, root: Element, left: () => void): void;
  /** Sends whatever this and earlier pages left. */
  drain(): Promise<void>;
}

/** Whether somebody wrote something that may be answered: words, not the id of a choice. */
const wrote = ({ finished, answers }: Saved) =>
  finished && Object.values(answers).some((each) => typeof each == "string" && /\s|[?가-힣]/.test(each.trim()));

const text = ({ body }: Entry) => JSON.stringify({ ...body, context: { device: device(), ...body.context } });

let one: Delivery | undefined;

/** The page's own; one queue, however often it is asked for. */
export const deliver = (page: Page): Delivery => (one ??= delivery(page));

function delivery(page: Page): Delivery {
  const { store } = page;
  const ours = new Map<string, [Element, () => void]>();
  let last = Promise.resolve();
  let tries = 0;
  let timer = 0;

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(drain, backoff(tries++, Math.random())) as unknown as number;
  };

  const send = async (name: string) => {
    const entry = store.get<Entry>(name);
    const now = Date.now();
    if (!entry) return;
    if (!due(entry, now)) {
      if (due(entry, Infinity)) later();
      else if (!resumable(entry, now)) store.set(name, undefined);
      return;
    }
    let status = 0;
    let wait: string | null = null;
    // what may follow the thanks is fetched while the service stores
    if (wrote(entry.body)) page.chunk("live").catch(() => {});
    try {
      const body = text(entry);
      const keepalive = body.length < KEEPALIVE_LIMIT;
      const answer = await fetch(entry.url, { method: "POST", body, keepalive, credentials: "omit" });
      status = answer.status;
      wait = answer.headers.get("retry-after");
      if (status > 399 && !transient(status)) console.warn("voc: an answer was refused", status, await answer.text());
    } catch {
      // nobody answered
    }
    const latest = store.get<Entry>(name);
    if (!latest) return;
    if (transient(status)) {
      const after = allowedAt(wait, Date.now());
      if (after) store.set(name, { ...latest, after });
      return later();
    }
    tries = 0;
    store.set(name, acknowledged(latest, entry.body.sequence, Date.now()) ?? undefined);
    const root = ours.get(name)?.[0];
    // a kiosk's next respondent is somebody else
    if (root && status < 300 && !entry.left && wrote(entry.body)) {
      page.chunk("live").then((part) => part.live(page, root, entry.body)).catch(() => {});
    }
  };

  /** One after another, so that a later save never overtakes an earlier one. */
  const turn = (name: string) => (last = last.then(() => send(name)).catch(later));

  const drain = async () => {
    for (const name of store.names("r.")) {
      if (ours.has(name)) await turn(name);
      else {
        const release = await claim(name);
        if (release) await turn(name).then(release);
      }
    }
  };

  addEventListener("online", drain);
  // The last moment at which a page may speak; what was sent and not acknowledged is sent again, and known by its id.
  addEventListener("pagehide", () => {
    for (const [name, [, left]] of ours) {
      const entry = store.get<Entry>(name);
      if (entry) left();
      if (entry && due(entry, Date.now())) navigator.sendBeacon(entry.url, text(entry));
    }
  });

  return {
    drain,
    send: (name, root, left) => {
      ours.set(name, [root, left]);
      turn(name);
    },
  };
}
