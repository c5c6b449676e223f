/** What to do with a response on its way. Pure; `deliver.ts` does it. */
import type { Entry } from "./wire.ts";

const DAY = 864e5;

/** Whether there is something that the service has not acknowledged, and may be told now. */
export const due = (entry: Entry, now: number): boolean => entry.sent < entry.body.sequence && !(entry.after! > now);

/** Whether the next visit may continue it: unfinished, and no older than seven days. */
export const resumable = (entry: Entry, now: number): boolean =>
  !entry.body.finished && !entry.left && now - entry.at < 7 * DAY;

/** Whether a status means "later": nobody answered (0), too slow, too many, or the service is in trouble. */
export const transient = (status: number): boolean => !status || status === 408 || status === 429 || status > 499;

/** Milliseconds to wait after `tries` failures in a row; doubles from one second to five minutes. `chance` is 0 to 1. */
export const backoff = (tries: number, chance: number): number => Math.min(3e5, 1e3 * 2 ** tries) * (0.5 + chance / 2);

/** When `Retry-After` allows the next attempt, in milliseconds; seconds or a date. Undefined where it says neither. */
export const allowedAt = (header: string | null, now: number): number | undefined => {
  const at = header ? (+header >= 0 ? now + +header * 1e3 : Date.parse(header)) : NaN;
  return at > now ? Math.min(at, now + DAY) : undefined;
};

/** The entry after the service took `sequence`: null once nothing is left to send or to resume. */
export const acknowledged = (entry: Entry, sequence: number, now: number): Entry | null => {
  const sent = Math.max(entry.sent, sequence);
  return sent < entry.body.sequence || resumable(entry, now) ? { ...entry, sent } : null;
};
