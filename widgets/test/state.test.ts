import assert from "node:assert/strict";
import { test } from "node:test";

import { isBlank, progress, start, step, type Route, type Router, type State } from "../src/core/state.ts";
import { inLanguage, isRtl, resolved } from "../src/core/texts.ts";

const inOrder: Router = () => ({ questions: ["a", "b", "c"], ending: "bye", required: [] });
/** b is skipped by those who answer "no" to a. */
const branching: Router = (answers): Route => ({
  questions: answers.a === "no" ? ["a", "c"] : ["a", "b", "c"],
  ending: null,
  required: [],
});

const answer = (state: State, value: unknown, now: number, route = inOrder): State =>
  step(state, { kind: "answered", answer: value, now }, route);
const back = (state: State, now: number, route = inOrder): State => step(state, { kind: "went_back", now }, route);

test("a survey starts at its first question", () => {
  const state = start(inOrder, 0);
  assert.deepEqual(progress(state), { answers: {}, seen: ["a"], seconds: {}, at: "a", finished: false });
});

test("an answer is kept and leads on", () => {
  const state = answer(start(inOrder, 0), 9, 1500);
  assert.deepEqual(progress(state), {
    answers: { a: 9 },
    seen: ["a", "b"],
    seconds: { a: 1.5 },
    at: "b",
    finished: false,
  });
});

test("the last answer finishes at the route's ending", () => {
  let state = start(inOrder, 0);
  for (const now of [1, 2, 3]) state = answer(state, now, now);
  assert.equal(state.finished, true);
  assert.equal(state.at, null);
  assert.equal(state.ending, "bye");
});

test("skipping takes an answer back and leads on", () => {
  let state = back(answer(start(inOrder, 0), 9, 1), 2);
  state = step(state, { kind: "skipped", now: 3 }, inOrder);
  assert.deepEqual(state.answers, {});
  assert.equal(state.at, "b");
});

test("blank answers count as skipped", () => {
  for (const blank of [null, undefined, "", "  ", [], {}])
    assert.deepEqual(answer(start(inOrder, 0), blank, 1).answers, {});
  for (const given of [0, false, "x", [0], { other: "" }]) assert.equal(isBlank(given), false);
});

test("going back keeps answers, and stops at the first question", () => {
  const state = back(answer(start(inOrder, 0), 9, 1), 2);
  assert.equal(state.at, "a");
  assert.deepEqual(state.answers, { a: 9 });
  assert.equal(back(state, 3).at, "a");
});

test("going back follows the route, not the history", () => {
  let state = answer(start(branching, 0), "yes", 1, branching);
  state = answer(state, "because", 2, branching);
  state = back(back(state, 3, branching), 4, branching);
  state = answer(state, "no", 5, branching);
  assert.equal(state.at, "c");
  assert.equal(back(state, 6, branching).at, "a");
});

test("answers off the final route are dropped at the end, not before", () => {
  let state = answer(answer(start(branching, 0), "yes", 1, branching), "because", 2, branching);
  state = answer(back(back(state, 3, branching), 4, branching), "no", 5, branching);
  assert.deepEqual(state.answers, { a: "no", b: "because" });
  assert.deepEqual(answer(state, 1, 6, branching).answers, { a: "no", c: 1 });
});

test("seconds add up over visits to a question, and never run backwards", () => {
  let state = answer(start(inOrder, 0), 9, 2000);
  state = answer(back(state, 3000), 8, 4500);
  assert.equal(state.seconds.a, 3.5);
  assert.equal(answer(start(inOrder, 5000), 1, 1000).seconds.a, 0);
});

test("a dismissed survey takes nothing more", () => {
  const state = step(start(inOrder, 0), { kind: "dismissed", now: 1000 }, inOrder);
  assert.equal(state.dismissed, true);
  assert.equal(state.seconds.a, 1);
  assert.equal(answer(state, 9, 2), state);
});

test("a reload resumes where the respondent was", () => {
  const saved = progress(answer(start(inOrder, 0), 9, 1));
  assert.deepEqual(progress(start(inOrder, 9, saved)), saved);
});

test("where the question in view is gone, the next unseen one is shown", () => {
  const saved = { answers: { a: 9 }, seen: ["a", "old"], seconds: {}, at: "old", finished: false };
  assert.equal(start(inOrder, 0, saved).at, "b");
});

test("a finished survey stays finished", () => {
  const saved = { answers: { a: 9 }, seen: ["a", "b", "c"], seconds: {}, at: null, finished: true };
  assert.equal(start(inOrder, 0, saved).at, null);
});

test("texts come in the language, its base, the first, or any", () => {
  const text = { en: "Hello", ko: "안녕하세요", fr: " " };
  assert.equal(inLanguage(text, "ko-KR"), "안녕하세요");
  assert.equal(inLanguage(text, "fr", "ko"), "안녕하세요");
  assert.equal(inLanguage(text, "ja"), "Hello");
  assert.equal(inLanguage({}, "en"), "");
  assert.equal(inLanguage(null, "en"), "");
});

test("the card says which language its texts are in", () => {
  assert.equal(resolved(["en", "ko"], "ko-KR"), "ko");
  assert.equal(resolved(["en", "ko"], "ar"), "en");
  assert.equal(isRtl("ar-EG"), true);
  assert.equal(isRtl("ko"), false);
});
