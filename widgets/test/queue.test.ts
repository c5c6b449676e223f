import assert from "node:assert/strict";
import { test } from "node:test";

import { acknowledged, allowedAt, backoff, due, resumable, transient } from "../src/client/queue.ts";
import type { Entry } from "../src/client/wire.ts";

const NOW = Date.UTC(2026, 2, 1);
const DAY = 864e5;

const entry = (sequence: number, more: Partial<Entry> = {}, finished = false): Entry => ({
  url: "https://voc.example/c/p/responses",
  sent: -1,
  place: null,
  open: false,
  left: false,
  at: NOW,
  body: {
    survey: "srv_1", submission_id: "s", version: 1, sequence, answers: {}, seen: [], seconds: {}, finished, hidden: {},
    language: "ko", context: {},
  },
  ...more,
});

test("what the service has not acknowledged is due, unless it asked to wait", () => {
  assert.equal(due(entry(0), NOW), true);
  assert.equal(due(entry(2, { sent: 2 }), NOW), false);
  assert.equal(due(entry(2, { after: NOW + 1 }), NOW), false);
  assert.equal(due(entry(2, { after: NOW }), NOW), true);
});

test("an unfinished response can be continued for seven days", () => {
  assert.equal(resumable(entry(0), NOW + 7 * DAY - 1), true);
  assert.equal(resumable(entry(0), NOW + 7 * DAY), false);
  assert.equal(resumable(entry(0, {}, true), NOW), false);
  assert.equal(resumable(entry(0, { left: true }), NOW), false);
});

test("no answer, too slow, too many and trouble mean later; everything else is final", () => {
  for (const status of [0, 408, 429, 500, 502, 503, 599]) assert.equal(transient(status), true, `${status}`);
  for (const status of [200, 202, 301, 400, 403, 404, 409, 413, 422]) assert.equal(transient(status), false, `${status}`);
});

test("waiting doubles from a second to five minutes and is spread", () => {
  assert.deepEqual([0, 1, 2, 8, 9, 50].map((tries) => backoff(tries, 1)), [1e3, 2e3, 4e3, 256e3, 300e3, 300e3]);
  assert.equal(backoff(0, 0), 500);
});

test("Retry-After is seconds or a date, and no more than a day", () => {
  assert.equal(allowedAt("120", NOW), NOW + 120e3);
  assert.equal(allowedAt(new Date(NOW + 60e3).toUTCString(), NOW), NOW + 60e3);
  assert.equal(allowedAt("99999999", NOW), NOW + DAY);
  for (const useless of [null, "", "0", "-5", "soon", new Date(NOW - 60e3).toUTCString()]) {
    assert.equal(allowedAt(useless, NOW), undefined, `${useless}`);
  }
});

test("an acknowledged response stays while it can be continued, and is forgotten when finished", () => {
  assert.equal(acknowledged(entry(1), 1, NOW)?.sent, 1);
  assert.equal(acknowledged(entry(1, {}, true), 1, NOW), null);
  assert.equal(acknowledged(entry(1, { left: true }), 1, NOW), null);
});

test("a save that came while the last was under way is kept for its own turn", () => {
  const kept = acknowledged(entry(2, {}, true), 1, NOW);
  assert.equal(kept?.sent, 1);
  assert.equal(due(kept!, NOW), true);
});

test("a late acknowledgement of an older save takes nothing back", () => {
  assert.equal(acknowledged(entry(3, { sent: 2 }), 1, NOW)?.sent, 2);
});
