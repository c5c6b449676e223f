import assert from "node:assert/strict";
import { test } from "node:test";

import { intent, type Situation } from "../src/pages/keys.ts";
import { between } from "../src/pages/selecting.ts";

const list: Situation = { rows: 3, at: 1, typing: false };
const press = (key: string, modified = false) => ({ key, modified });

test("j and k walk the list and stop at its ends", () => {
  assert.deepEqual(intent(press("j"), list), { kind: "move", to: 2 });
  assert.deepEqual(intent(press("j"), { ...list, at: 2 }), { kind: "move", to: 2 });
  assert.deepEqual(intent(press("k"), { ...list, at: 0 }), { kind: "move", to: 0 });
  assert.deepEqual(intent(press("j"), { ...list, at: -1 }), { kind: "move", to: 0 });
});

test("an empty list has nowhere to go", () => {
  assert.equal(intent(press("j"), { rows: 0, at: -1, typing: false }), null);
  assert.equal(intent(press("Enter"), { rows: 0, at: -1, typing: false }), null);
});

test("enter opens the current row only", () => {
  assert.deepEqual(intent(press("Enter"), list), { kind: "open", at: 1 });
  assert.equal(intent(press("Enter"), { ...list, at: -1 }), null);
});

test("o opens like enter, and a capital X ticks up to the current row", () => {
  assert.deepEqual(intent(press("o"), list), { kind: "open", at: 1 });
  assert.deepEqual(intent(press("X"), list), { kind: "range", to: 1 });
  assert.equal(intent(press("X"), { ...list, at: -1 }), null);
  assert.deepEqual(between(-1, 4), { first: 4, end: 4 });
  assert.deepEqual(between(5, 2), { first: 2, end: 5 });
});

test("s and e stand for what the page says, and stay letters in a field", () => {
  for (const key of ["s", "e", "c"]) {
    assert.deepEqual(intent(press(key), list), { kind: "press", key });
    assert.equal(intent(press(key), { ...list, typing: true }), null);
    assert.equal(intent(press(key, true), list), null);
  }
});

test("x selects the current row only", () => {
  assert.deepEqual(intent(press("x"), list), { kind: "select", at: 1 });
  assert.equal(intent(press("x"), { ...list, at: -1 }), null);
  assert.equal(intent(press("x"), { ...list, typing: true }), null);
});

test("letters typed into a field stay letters, escape leaves it", () => {
  const typing = { ...list, typing: true };
  for (const key of ["j", "k", "/", "?", "Enter"]) assert.equal(intent(press(key), typing), null);
  assert.deepEqual(intent(press("Escape"), typing), { kind: "leave" });
});

test("the browser keeps its own shortcuts", () => {
  for (const key of ["j", "k", "/", "?", "Enter", "Escape"]) assert.equal(intent(press(key, true), list), null);
});

test("slash searches and the question mark explains", () => {
  assert.deepEqual(intent(press("/"), list), { kind: "search" });
  assert.deepEqual(intent(press("?"), list), { kind: "help" });
});
