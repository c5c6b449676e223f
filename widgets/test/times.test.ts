import assert from "node:assert/strict";
import { test } from "node:test";

import { onClock } from "../src/pages/times.ts";

const at = new Date("2026-11-21T15:30:00+00:00");

test("a time stands on the reader's clock, in the page's words", () => {
  assert.equal(onClock(at, "en", "Europe/Berlin"), "21 Nov 2026, 16:30");
  assert.equal(onClock(at, "ko", "Asia/Seoul"), "2026. 11. 22. 00:30");
});

test("midnight is the day's beginning, not its twenty-fourth hour", () => {
  assert.equal(onClock(new Date("2026-11-21T00:05:00Z"), "en", "UTC"), "21 Nov 2026, 00:05");
});
