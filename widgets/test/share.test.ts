import assert from "node:assert/strict";
import { test } from "node:test";

import { colourOf } from "../src/share/colours.ts";

test("a full colour is understood with or without its sign", () => {
  assert.equal(colourOf("#1F5F5B"), "#1f5f5b");
  assert.equal(colourOf(" 1f5f5b "), "#1f5f5b");
});

test("a colour that is still being typed is none yet", () => {
  for (const text of ["", "#", "#1f5", "red", "#1f5f5bb", "#1f5f5g"]) assert.equal(colourOf(text), undefined);
});
