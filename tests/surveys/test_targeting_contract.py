"""The cases of tests/contract that conditions, patterns and targeting answer alike here and in the widget.

- conditions.json: a list of `{name, condition, values: {source: value}, holds}`.
- patterns.json: a list of `{pattern, found: [text…], not_found: [text…]}` or `{pattern, refused: part of the message}`.
- targeting.json: `{usual: {survey, targeting, environment}, buckets: [{survey, person, bucket}], cases}`; a case is
  `{name, failed: rule or null}` with what differs from the usual in `survey`, `targeting`, `environment` (one level
  deep), and in `rules` how some of the rules came out (`null`: cannot be told).

`widgets/test/targeting.test.ts` runs the same files.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from voc.surveys.conditions import Condition, holds
from voc.surveys.patterns import PatternError, search
from voc.surveys.targeting import Candidate, Environment, bucket, eligible

CONTRACT = Path(__file__).parents[1] / "contract"
CONDITION = TypeAdapter(Condition)


def cases(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text("utf-8"))


TARGETING = cases("targeting")
ORDER = [
    "state", "opens", "closes", "limit", "trigger", "where.url", "where.device", "where.language", "where.customer",
    "where.segment", "where", "sampling", "frequency", "quiet", "session", "page", "pacing",
]  # fmt: skip


@pytest.mark.parametrize("case", cases("conditions"), ids=lambda case: case["name"])
def test_a_condition_holds_or_not(case: dict[str, Any]) -> None:
    condition = CONDITION.validate_python(case["condition"])
    assert holds(condition, case["values"].get) is case["holds"]


@pytest.mark.parametrize("case", cases("patterns"), ids=lambda case: case["pattern"][:40])
def test_a_pattern_is_found_or_refused(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(PatternError) as caught:
            search(case["pattern"], "")
        assert case["refused"] in str(caught.value)
        return
    assert [text for text in case["found"] if not search(case["pattern"], text)] == []
    assert [text for text in case["not_found"] if search(case["pattern"], text)] == []


@pytest.mark.parametrize("case", TARGETING["cases"], ids=lambda case: case["name"])
def test_the_first_rule_that_failed_is_named(case: dict[str, Any]) -> None:
    usual = TARGETING["usual"]
    targeting = usual["targeting"] | case.get("targeting", {})
    survey = Candidate.model_validate(usual["survey"] | case.get("survey", {}) | {"targeting": targeting})
    found = eligible(survey, Environment.model_validate(usual["environment"] | case.get("environment", {})))
    passed = {each.rule: each.passed for each in found.rules}
    assert (found.failed, found.shown) == (case["failed"], case["failed"] is None)
    assert {rule: passed.get(rule) for rule in case.get("rules", {})} == case.get("rules", {})
    assert list(passed) == [rule for rule in ORDER if rule in passed]
    assert ("where" in passed) == _has_groups(targeting["where"])


def _has_groups(where: dict[str, Any]) -> bool:
    return any("on" not in part for part in where.get("all", [where]))


@pytest.mark.parametrize("case", TARGETING["buckets"], ids=lambda case: f"{case['survey']} {case['person']}")
def test_both_sides_draw_the_same_sample(case: dict[str, Any]) -> None:
    assert bucket(case["survey"], case["person"]) == case["bucket"]
