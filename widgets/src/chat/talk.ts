/** A conversation in the chat: what the service knows of, what is still on its way, and what is shown of both. Pure. */

export interface Choice {
  label: string;
  value: string;
}

/** Something that was said, as the service tells it; `at` in milliseconds since 1970. */
export interface Line {
  id: string;
  at: number;
  /** Whether the company said it. */
  ours: boolean;
  text: string;
  /** Answers that can be tapped. */
  choices?: readonly Choice[];
}

/** The body of `POST /c/{project}/chat`. */
export interface Written {
  submission_id: string;
  text: string;
  choice?: string | undefined;
  visitor: string;
  customer?: string | undefined;
  signature?: string | undefined;
  name?: string | undefined;
}

/** One line on its way: the only record of it on this device until the service has it. */
export interface Kept {
  url: string;
  body: Written;
  at: number;
  /** The status of a refusal; sent again only when the person says so. */
  refused?: number | undefined;
}

export interface Item {
  /** Before the first line of a day. */
  day: boolean;
  line: Line;
  kept?: Kept | undefined;
  /** Whether it is the last of those that one side said in one go: its time is shown. */
  last: boolean;
}

const BREAK_MS = 3e5;
/** How much is asked for again: a line may be stored a little after the moment it bears. */
const OVERLAP_MS = 1e4;
const WEEK_MS = 6048e5;
const OPEN_MS = 3e3;
const QUIET_MS = 3e4;

/** Every line once, in their order; what the service says replaces what was there. */
export const merged = (known: readonly Line[], told: readonly Line[]): Line[] =>
  [...new Map([...known, ...told].map((line) => [line.id, line])).values()].sort((one, two) => one.at - two.at);

/** With a line that the service has just taken, the last until the service tells its time. */
export const landed = (known: readonly Line[], id: string, text: string, now: number): Line[] =>
  merged([{ id, text, ours: false, at: Math.max(now, ...known.map(({ at }) => at + 1)) }], known);

/** From when on to read next time. */
export const cursor = (now: number): number => now - OVERLAP_MS;

/** What the company said after `seen`. */
export const unread = (lines: readonly Line[], seen: number): Line[] => lines.filter(({ ours, at }) => ours && at > seen);

const date = (at: number) => new Date(at).toDateString();

/** What is shown, the oldest first, and what is on its way last. */
export const items = (lines: readonly Line[], kept: readonly Kept[]): Item[] =>
  [
    ...lines.map((line) => ({ line, kept: undefined })),
    ...kept.map((each) => ({ line: { ...each.body, id: each.body.submission_id, at: each.at, ours: false }, kept: each })),
  ].map(({ line, kept }, at, all) => {
    const next = all[at + 1]?.line;
    const before = all[at - 1]?.line;
    return {
      line, kept,
      day: !before || date(before.at) != date(line.at),
      last: !next || next.ours != line.ours || next.at - line.at > BREAK_MS,
    };
  });

/** The answers that can be tapped now: those of the last line, while nothing was said after it. */
export const choices = (all: readonly Item[]): readonly Choice[] => all[all.length - 1]?.line.choices ?? [];

/** Whether to send it: not refused. */
export const waits = ({ refused }: Kept): boolean => !refused;

/** Whether a refused line is given up: a week after it was written. */
export const stale = ({ refused, at }: Kept, now: number): boolean => !!refused && now - at > WEEK_MS;

/**
 * Milliseconds until the next look; 0: none. Soon while somebody reads, seldom while nobody does, seldomer with each
 * failure in a row, and not before `until`, when the service allows it.
 */
export const pause = (
  { reads, waits, tries }: { reads: "now" | "later" | "never"; waits: boolean; tries: number }, until: number, now: number,
): number =>
  reads == "never" && !waits ? 0
  : Math.max(until - now, tries ? Math.min(QUIET_MS, 5e2 * 2 ** tries) : reads == "now" ? OPEN_MS : QUIET_MS);
