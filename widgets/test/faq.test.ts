import assert from "node:assert/strict";
import { test } from "node:test";

import { type Answers, address, LONGEST, moved, told } from "../src/faq/search.ts";
import { en, ko } from "../src/faq/words.ts";

const answers = (number: number, count = number): Answers => ({
  language: "en", count, categories: [], url: "",
  items: Array.from({ length: number }, (_, at) => ({ id: `${at}`, language: "en", question: "", answer: "", category: null })),
});

test("what is asked alike is asked by one address", () => {
  assert.equal(address("  send   back ", "Shipping", "ko-KR"), address("send back", "", "ko-KR"));
  assert.equal(address("a&b=c#d", "", "en"), "/faq?lang=en&q=a%26b%3Dc%23d");
  assert.equal(address("", "배송", "ko"), `/faq?lang=ko&category=${encodeURIComponent("배송")}`);
  assert.equal(address(" ", "", "en"), "/faq?lang=en");
  assert.equal(new URLSearchParams(address("x".repeat(999), "", "en").slice(5)).get("q")!.length, LONGEST);
});

test("the number of answers is told, and what found nothing as it was written", () => {
  assert.equal(told(answers(1), "x", "", en), "1 answer");
  assert.equal(told(answers(3), "x", "", ko), "답변 3개");
  assert.equal(told(answers(0), "$& $1", "", en), "Nothing answers “$& $1” yet.");
  assert.equal(told(answers(0), "", "", en), en.empty);
  assert.equal(told(answers(8, 30), "", "", en), en.most);
  assert.equal(told(answers(8, 30), "", "Shipping", en), "8 answers");
});

test("arrows walk from the field through the questions and back, and stop at the ends", () => {
  assert.deepEqual(["ArrowDown", "ArrowUp", "Home", "End", "a"].map((key) => moved(key, -1, 3)), [0, undefined, undefined, undefined, undefined]);
  assert.deepEqual(["ArrowDown", "ArrowUp", "Home", "End", "Enter"].map((key) => moved(key, 0, 3)), [1, -1, 0, 2, undefined]);
  assert.equal(moved("ArrowDown", 2, 3), undefined);
  assert.equal(moved("ArrowDown", -1, 0), undefined);
});

test("both languages have every word", () => {
  assert.deepEqual(Object.keys(ko), Object.keys(en));
  for (const words of [...Object.values(en), ...Object.values(ko)]) assert.ok(words.trim());
});
