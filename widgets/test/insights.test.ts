import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "../src/insights/reading.ts";
import type { Row } from "../src/insights/rows.ts";
import { ends, piled, written } from "../src/insights/scales.ts";

const row = (...values: (number | null)[]): Row => ({ short: "", says: "", n: 0, values, href: "", unsure: false });

test("an axis holds every interval and never leaves the scale", () => {
  const [low, high] = ends([row(20, -10, 40), row(null, null, null), row(95, 80, 100)], "points");
  assert.ok(low < -10 && low > -100);
  assert.equal(high, 100);
  assert.deepEqual(ends([row(null, null, null)], "share"), [0, 1]);
});

test("an axis spans enough for noise not to look like a cliff", () => {
  const [low, high] = ends([row(10, 9, 11)], "points");
  assert.equal(Math.round(high - low), 40);
});

test("columns pile up from the bottom", () => {
  assert.deepEqual(piled([row(1, 2, 3), row(0, null, 5)], 3), [[1, 0], [3, 0], [6, 5]]);
});

test("numbers on an axis bear their sign and unit", () => {
  assert.deepEqual([written("points", 20), written("points", -20), written("points", 0)], ["+20", "−20", "0"]);
  assert.deepEqual([written("share", 0.4), written("mean", 4.5)], ["40%", "4.5"]);
  assert.deepEqual([written("rate", 0.0214), written("rate", 0.02)], ["2.1%", "2%"]);
});

test("arrow keys go from period to period and stop at the ends", () => {
  assert.deepEqual(["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => moved(key, 0, 3)), [0, 1, 0, 3]);
  assert.equal(moved("ArrowRight", 3, 3), 3);
  assert.equal(moved("Tab", 1, 3), null);
});
