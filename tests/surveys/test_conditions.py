"""What an author may not write, and that nothing an author writes is slow."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voc.surveys.comparing import OPPOSITES
from voc.surveys.conditions import Condition, holds, sources
from voc.surveys.patterns import search
from voc.surveys.targeting import Policy, Targeting

CONDITION = TypeAdapter(Condition)


def nested(depth: int) -> dict[str, Any]:
    return {"all": [nested(depth - 1)] if depth > 1 else []}


def one(is_: str, value: Any = None, on: str = "answer:q") -> dict[str, Any]:
    return {"on": on, "is": is_, "value": value}


@pytest.mark.parametrize(
    ("condition", "because"),
    [
        (nested(9), "nested deeper than 8"),
        ({"all": [{"any": [one("answered")] * 26}] * 2}, "more than 50 tests"),
        ({"all": [one("answered")] * 51}, "at most 50"),
        ({"all": [], "any": []}, "Extra inputs"),
        ({"all": [], "not": 1}, "Extra inputs"),
        (one("equals"), "needs a value"),
        (one("answered", 1), "takes no value"),
        (one("like", "x"), "Input should be"),
        (one("contains", ""), "needs one value"),
        (one("contains", ["a"]), "needs one value"),
        (one("in", "a"), "needs a list"),
        (one("none_of", []), "needs a list"),
        (one("in", ["a"] * 101), "at most 100"),
        (one("equals", "a" * 1001), "at most 1000"),
        (one("between", [1]), "two numbers or two dates"),
        (one("between", [1, "x"]), "two numbers or two dates"),
        (one("greater", "many"), "a number or a date"),
        (one("greater", True), "a number or a date"),
        (one("starts", 5), "needs text"),
        (one("matches", "a{2}"), "{ } is not available"),
        (one("not_matches", "("), "without its )"),
        (one("equals", float("nan")), "finite"),
        (one("equals", {"x": 1}), "valid"),
        (one("equals", 1, on="reply:x"), "a source is"),
        (one("equals", 1, on="answer:Q"), "a source is"),
        (one("equals", 1, on="customer:"), "a source is"),
        (one("equals", 1, on="url\n"), "a source is"),
        ("all", "valid"),
        (None, "valid"),
    ],
)
def test_a_condition_that_makes_no_sense_is_refused(condition: Any, because: str):
    with pytest.raises(ValidationError) as caught:
        CONDITION.validate_python(condition)
    assert because in str(caught.value)


def test_a_condition_survives_storage():
    condition = CONDITION.validate_python({"any": [{"all": []}, one("in", [1, "a", True, 0.5], on="customer:plan v2")]})
    dumped = CONDITION.dump_python(condition)
    assert dumped["any"][1]["is"] == "in"
    assert CONDITION.validate_python(dumped) == condition
    assert CONDITION.validate_json(CONDITION.dump_json(condition)) == condition


def test_sources_are_named_once_in_order():
    tests = [one("answered"), {"any": [one("skipped", on="url"), one("answered")]}, one("answered", on="device")]
    assert sources(CONDITION.validate_python({"all": tests})) == ["answer:q", "url", "device"]


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text() | st.integers())


@given(values, st.sampled_from(sorted(set(OPPOSITES) - {"skipped", "not_matches"})), st.text(min_size=1))
def test_a_negation_holds_exactly_when_its_positive_does_not(found: Any, negative: str, wanted: str):
    value = [wanted] if negative in ("not_in", "none_of") else wanted
    if negative == "not_contains" and not wanted.strip():
        return
    one_way, other_way = (CONDITION.validate_python(one(is_, value)) for is_ in (negative, OPPOSITES[negative]))
    lookup = {"answer:q": found}.get
    assert holds(one_way, lookup) != holds(other_way, lookup)


def test_no_pattern_is_slow():
    started = time.perf_counter()
    for pattern in ("(a*)*(a|a)*(.*.*.*.*)*b", "(a?)+" * 39 + "b", "(((a+)+)+)+$b"):
        assert not search(pattern, "a" * 20_000 + "c")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    "targeting",
    [
        {"where": one("answered")},
        {"where": {"any": [one("equals", 1, on="hidden:x")]}},
        {"triggers": [{"on": "event", "name": "x", "where": one("equals", 1, on="url")}]},
        {"triggers": [{"on": "event"}]},
        {"triggers": [{"on": "click", "selector": " "}]},
        {"triggers": [{"on": "scroll", "share": 1.5}]},
        {"triggers": [{"on": "delay", "seconds": -1}]},
        {"triggers": [{"on": "hover"}]},
        {"triggers": [{"on": "page", "selector": ".x"}]},
        {"sample_share": 1.1},
        {"frequency": {"every_days": -1}},
        {"frequency": {"group": "No Group"}},
    ],
)
def test_targeting_that_makes_no_sense_is_refused(targeting: dict[str, Any]):
    with pytest.raises(ValidationError):
        Targeting.model_validate(targeting)


@pytest.mark.parametrize(
    "origin",
    [
        "shop.example",
        "https://shop.example/",
        "ftp://x.y",
        "https://",
        "https://a b",
        "https://a\n",
        "https://Shop.example",
        "*",
    ],
)
def test_an_origin_is_an_origin(origin: str):
    assert Policy(origins=["https://shop.example", "http://localhost:8080"]).origins
    with pytest.raises(ValidationError):
        Policy(origins=[origin])
