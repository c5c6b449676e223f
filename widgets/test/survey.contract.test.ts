import assert from "node:assert/strict";
import { test } from "node:test";

import logic from "../../tests/contract/logic.json" with { type: "json" };
import recalls from "../../tests/contract/recall.json" with { type: "json" };
import validation from "../../tests/contract/validation.json" with { type: "json" };
import { recall } from "../src/core/recall.ts";
import { route } from "../src/core/route.ts";
import { isBlank } from "../src/core/state.ts";
import { inLanguage } from "../src/core/texts.ts";
import { kind } from "../src/questions/index.ts";
import type { QuestionType } from "../src/questions/question.ts";

for (const { name, question, answer, required: ruled, expect } of validation as any[]) {
  test(`validation: ${name}`, async () => {
    const { validate } = await kind(question.type as QuestionType);
    const required = (ruled ?? question.required ?? false) && question.type !== "statement";
    const problem = isBlank(answer) ? (required ? "required" : null) : validate(question, answer, required);
    assert.equal(problem === null, expect.valid, String(problem));
  });
}

for (const { name, definition, facts, expect } of logic as any[]) {
  test(`logic: ${name}`, () => {
    const { questions, ending, variables, required } = route(definition, facts);
    assert.deepEqual({ questions, ending, variables, required }, expect);
  });
}

for (const { name, text, definition, facts, language, variables, expect } of recalls as any[]) {
  test(`recall: ${name}`, () => {
    const initial = Object.fromEntries((definition.variables ?? []).map((one: any) => [one.id, one.initial ?? 0]));
    const first = definition.languages?.[0];
    assert.equal(
      recall(text, definition, facts, { ...initial, ...variables }, (words) => inLanguage(words, language, first)),
      expect,
    );
  });
}
