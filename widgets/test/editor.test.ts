import assert from "node:assert/strict";
import test from "node:test";
import { place, shrunk } from "../src/editor/order.ts";

test("a card goes where it is let go", () => {
  const middles = [100, 200, 300];
  assert.deepEqual([0, 99, 101, 250, 999].map((y) => place(middles, y)), [0, 0, 1, 2, 3]);
  assert.equal(place([], 50), 0);
});

test("a desktop page is shrunk to fit and never enlarged", () => {
  assert.equal(shrunk(1000, 400), 0.4);
  assert.equal(shrunk(1000, 2000), 1);
});
