// The cases that Python answers too; tests/surveys/test_targeting_contract.py says what they look like.
import assert from "node:assert/strict";
import { test } from "node:test";

import conditionCases from "../../tests/contract/conditions.json";
import patternCases from "../../tests/contract/patterns.json";
import targetingCases from "../../tests/contract/targeting.json";
import { holds, type Condition } from "../src/core/conditions.ts";
import { search } from "../src/core/pattern.ts";
import { bucket } from "../src/core/sampling.ts";
import { eligible, type Candidate, type Environment } from "../src/core/targeting.ts";

interface ConditionCase {
  name: string;
  condition: Condition;
  values: Record<string, unknown>;
  holds: boolean;
}
interface PatternCase {
  pattern: string;
  found?: string[];
  not_found?: string[];
}
interface TargetingCase {
  name: string;
  survey?: object;
  targeting?: object;
  environment?: object;
  rules?: Record<string, boolean | null>;
  failed: string | null;
}

for (const { name, condition, values, holds: expected } of conditionCases as unknown as ConditionCase[]) {
  test(`condition: ${name}`, () => {
    assert.equal(holds(condition, (source) => values[source], search), expected);
  });
}

for (const { pattern, found, not_found } of patternCases as PatternCase[]) {
  test(`pattern: ${pattern.slice(0, 40)}`, () => {
    for (const text of found ?? []) assert.ok(search(pattern, text), JSON.stringify(text));
    for (const text of not_found ?? []) assert.ok(!search(pattern, text), JSON.stringify(text));
    // what the server refuses matches nothing here, not even itself
    if (!found) for (const text of ["", "a", "aa", pattern]) assert.ok(!search(pattern, text));
  });
}

for (const { name, failed, rules, ...differs } of targetingCases.cases as unknown as TargetingCase[]) {
  test(`targeting: ${name}`, () => {
    const { usual } = targetingCases;
    const targeting = { ...usual.targeting, ...differs.targeting };
    const survey = { ...usual.survey, ...differs.survey, targeting } as unknown as Candidate;
    const environment = { ...usual.environment, ...differs.environment, search } as unknown as Environment;
    const decided = eligible(survey, environment);
    assert.deepEqual([decided.failed, decided.shown], [failed, failed == null]);
    for (const [rule, passed] of Object.entries(rules ?? {})) {
      assert.equal(decided.rules.find((each) => each.rule == rule)?.passed, passed, rule);
    }
    const all = targeting.where as { all?: object[] };
    const grouped = (all.all ?? [all]).some((part) => !("on" in part));
    assert.equal(decided.rules.some(({ rule }) => rule == "where"), grouped);
    assert.equal(decided.rules.length, grouped ? 17 : 16);
  });
}

for (const { survey, person, bucket: expected } of targetingCases.buckets) {
  test(`bucket: ${survey} ${person}`, () => assert.equal(bucket(survey, person), expected));
}

test("a pattern takes time in line with the text", () => {
  const before = performance.now();
  assert.ok(!search("(a*)*(a|a)*(.*.*.*.*)*b", "a".repeat(20_000)));
  assert.ok(performance.now() - before < 5_000);
});
