import assert from "node:assert/strict";
import { test } from "node:test";

import { choices, cursor, items, type Kept, landed, type Line, merged, pause, stale, unread, waits } from "../src/chat/talk.ts";
import { en, ko } from "../src/chat/words.ts";

const NOON = new Date(2026, 2, 1, 12).getTime();
const MINUTE = 6e4;
const DAY = 864e5;

const line = (id: string, at: number, ours = false, more: Partial<Line> = {}): Line => ({ id, at, ours, text: id, ...more });
const kept = (id: string, at: number, more: Partial<Kept> = {}): Kept => ({
  url: "https://voc.example/c/p/chat", at, body: { submission_id: id, text: id, visitor: "visitor-1" }, ...more,
});
const ids = (lines: readonly Line[]) => lines.map(({ id }) => id);

test("a line that is told twice stands there once, in the service's order", () => {
  const known = merged([], [line("a", 1), line("b", 2, true)]);
  assert.deepEqual(ids(merged(known, [line("b", 2, true), line("c", 3)])), ["a", "b", "c"]);
  assert.deepEqual(ids(merged([line("b", 2)], [line("a", 1)])), ["a", "b"]);
  assert.equal(merged([line("a", 1)], [line("a", 1, false, { text: "as it was stored" })])[0]!.text, "as it was stored");
});

test("whatever order answers arrive in, the conversation is the same", () => {
  const all = Array.from({ length: 12 }, (_, at) => line(`m${at}`, at));
  for (let seed = 1; seed < 50; seed++) {
    const shuffled = all.map((each, at) => [((at + 1) * seed * 7919) % 104_729, each] as const).sort(([one], [two]) => one - two);
    const parts = [shuffled.slice(0, seed % 12), shuffled.slice((seed % 12) - 1 < 0 ? 0 : (seed % 12) - 1), shuffled.slice(0, 5)];
    const talk = parts.reduce<Line[]>((known, part) => merged(known, part.map(([, each]) => each)), []);
    assert.deepEqual(ids(talk), ids(all), `${seed}`);
  }
});

test("a line that has just been taken is the last, until the service says when it was", () => {
  const talk = landed([line("a", NOON + DAY, true)], "b", "mine", NOON);
  assert.deepEqual(ids(talk), ["a", "b"]);
  assert.deepEqual(ids(merged(talk, [line("b", NOON - 1)])), ["b", "a"]);
  assert.equal(landed([], "a", "first", NOON)[0]!.at, NOON);
});

test("a reading that overtook the acknowledgement keeps the service's own line", () => {
  assert.equal(landed([line("a", 5)], "a", "mine", NOON)[0]!.at, 5);
});

test("the next reading begins before the last one ended", () => {
  assert.ok(cursor(NOON) < NOON);
});

test("unread is what the company said after the last line that was seen", () => {
  const talk = [line("a", 1, true), line("b", 2), line("c", 3, true), line("d", 4, true)];
  assert.deepEqual(ids(unread(talk, 0)), ["a", "c", "d"]);
  assert.deepEqual(ids(unread(talk, 3)), ["d"]);
  assert.deepEqual(unread(talk, 4), []);
});

test("what is on its way comes last, and every day is named once", () => {
  const shown = items([line("a", NOON - DAY), line("b", NOON - DAY + 1, true)], [kept("c", NOON), kept("d", NOON + 1)]);
  assert.deepEqual(shown.map(({ line, day }) => `${line.id}${day ? " day" : ""}`), ["a day", "b", "c day", "d"]);
  assert.deepEqual(shown.map(({ kept }) => !!kept), [false, false, true, true]);
});

test("time stands under the last line of one side in one go", () => {
  const talk = [line("a", NOON), line("b", NOON + MINUTE), line("c", NOON + 2 * MINUTE, true), line("d", NOON + 20 * MINUTE, true)];
  assert.deepEqual(items(talk, []).map(({ last }) => last), [false, true, true, true]);
});

test("answers can be tapped while theirs is the last word", () => {
  const asked = line("a", NOON, true, { choices: [{ label: "Yes", value: "y" }] });
  assert.equal(choices(items([asked], [])).length, 1);
  assert.deepEqual(choices(items([asked, line("b", NOON + 1)], [])), []);
  assert.deepEqual(choices(items([asked], [kept("b", NOON + 1)])), []);
  assert.deepEqual(choices([]), []);
});

test("a refusal stays for a week and is not sent by itself", () => {
  assert.equal(waits(kept("a", NOON)), true);
  assert.equal(waits(kept("a", NOON, { refused: 403 })), false);
  assert.equal(stale(kept("a", NOON), NOON + 30 * DAY), false);
  assert.equal(stale(kept("a", NOON, { refused: 403 }), NOON + 7 * DAY), false);
  assert.equal(stale(kept("a", NOON, { refused: 403 }), NOON + 7 * DAY + 1), true);
});

test("it looks every three seconds while somebody reads, every thirty otherwise, and never for nothing", () => {
  assert.equal(pause({ reads: "now", waits: false, tries: 0 }, 0, NOON), 3e3);
  assert.equal(pause({ reads: "later", waits: false, tries: 0 }, 0, NOON), 3e4);
  assert.equal(pause({ reads: "never", waits: false, tries: 0 }, 0, NOON), 0);
  assert.ok(pause({ reads: "never", waits: true, tries: 1 }, 0, NOON) > 0);
});

test("after failures it waits longer each time, up to thirty seconds, and as long as the service says", () => {
  const waited = [1, 2, 3, 4, 5, 6, 60].map((tries) => pause({ reads: "now", waits: true, tries }, 0, NOON));
  assert.deepEqual(waited, [1e3, 2e3, 4e3, 8e3, 16e3, 3e4, 3e4]);
  assert.equal(pause({ reads: "now", waits: false, tries: 1 }, NOON + 9e4, NOON), 9e4);
});

test("both languages have every word", () => {
  assert.deepEqual(Object.keys(ko), Object.keys(en));
  for (const words of [...Object.values(en), ...Object.values(ko)]) assert.ok(words.trim());
});
