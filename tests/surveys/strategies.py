"""Hypothesis strategies for surveys: definitions that our models take, with every type of question."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from voc.surveys.definition import Definition
from voc.surveys.questions import TYPES

IDS = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
TEXTS = st.dictionaries(st.sampled_from(["en", "ko", "de", "pt-BR"]), WORDS, min_size=1, max_size=3)
NUMBERS = st.integers(-1000, 1000) | st.floats(-1000, 1000, allow_nan=False)
DAYS = st.dates().map(lambda day: day.isoformat())
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3.5))])
ADDRESSES = IDS.map(lambda name: f"https://shop.example/{name}")
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)

TESTS = st.one_of(
    st.fixed_dictionaries({"on": IDS.map("answer:{}".format), "is": st.sampled_from(["answered", "skipped"])}),
    st.fixed_dictionaries({"on": IDS.map("hidden:{}".format), "is": st.just("equals"), "value": WORDS | NUMBERS}),
    st.fixed_dictionaries({"on": IDS.map("variable:{}".format), "is": st.just("at_least"), "value": NUMBERS}),
    st.fixed_dictionaries(
        {"on": st.just("customer:plan"), "is": st.just("in"), "value": st.lists(WORDS, min_size=1, max_size=3)}
    ),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.sampled_from(["all", "any"]).flatmap(
        lambda kind: st.lists(inner, max_size=3).map(lambda parts: {kind: parts})
    ),
    max_leaves=5,
)
ACTIONS = st.one_of(
    st.fixed_dictionaries({"do": st.just("jump"), "to": IDS}),
    st.fixed_dictionaries({"do": st.just("end"), "ending": IDS}),
    st.fixed_dictionaries({"do": st.just("require"), "question": IDS}),
    st.fixed_dictionaries(
        {
            "do": st.just("calculate"),
            "variable": IDS,
            "operation": st.sampled_from(["set", "add", "divide"]),
            "value": NUMBERS | IDS.map(lambda id_: {"from": f"answer:{id_}"}),
        }
    ),
)
RULES = st.fixed_dictionaries({"when": CONDITIONS, "then": st.lists(ACTIONS, min_size=1, max_size=2)})


def parts(**extra: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Two to four choices with ids of their own."""
    one = st.fixed_dictionaries({"text": TEXTS, **extra})
    return st.lists(one, min_size=2, max_size=4).map(
        lambda made: [{"id": f"choice_{number}"} | each for number, each in enumerate(made)]
    )


OWN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "rating": {"scale": st.sampled_from([2, 3, 5, 7, 10]), "look": st.sampled_from(["numbers", "stars"])},
    "csat": {"look": st.sampled_from(["numbers", "stars", "faces"])},
    "single": {"choices": parts(), "other": st.booleans(), "shuffle": st.booleans()},
    "multiple": {"choices": parts(), "minimum": st.none() | st.integers(0, 2)},
    "dropdown": {"choices": parts()},
    "ranking": {"choices": parts()},
    "picture": {"choices": parts(image=ADDRESSES), "multiple": st.booleans()},
    "matrix": {"rows": parts(), "columns": parts()},
    "text": {"long": st.booleans(), "minimum": st.integers(0, 9), "placeholder": st.none() | TEXTS},
    "number": {"minimum": st.none() | NUMBERS, "whole": st.booleans(), "unit": st.none() | TEXTS},
    "date": {"earliest": st.none() | DAYS},
    "consent": {"label": TEXTS},
    "contact": {
        "fields": st.lists(
            st.fixed_dictionaries({"id": st.sampled_from(["name", "email"]), "required": st.booleans()}), min_size=1
        ).map(lambda fields: fields[:5])
    },
    "file": {"kinds": st.just(["image"]), "limit_mb": st.integers(1, 10), "maximum": st.integers(1, 5)},
    "statement": {"button": st.none() | TEXTS, "link": st.none() | ADDRESSES},
}
"""What a type has beyond the common fields; types that are not named have nothing they need."""


def questions(type_: str) -> st.SearchStrategy[dict[str, Any]]:
    """One question of a type."""
    common = {"id": IDS, "type": st.just(type_), "text": TEXTS, "required": st.booleans()}
    optional = {"help": TEXTS, "rules": st.lists(RULES, max_size=2)}
    return st.fixed_dictionaries(common | OWN.get(type_, {}), optional=optional)


def definitions() -> st.SearchStrategy[Definition]:
    """Any survey, mistakes of logic included: a draft may have them."""
    ending = st.fixed_dictionaries({"id": IDS, "title": TEXTS}, optional={"text": TEXTS})
    targeting = st.fixed_dictionaries(
        {"sample_share": st.floats(0, 1), "triggers": st.lists(st.just({"on": "exit"}), max_size=2)},
        optional={"frequency": st.fixed_dictionaries({"every_days": st.integers(0, 90)})},
    )
    times = {"opens_at": st.datetimes(datetime(2020, 1, 1), timezones=ZONES), "limit": st.integers(1, 9)}
    schedule = st.fixed_dictionaries({}, optional=times)
    return st.fixed_dictionaries(
        {
            "name": WORDS.filter(lambda name: bool(name.strip())),
            "questions": st.lists(st.sampled_from(sorted(TYPES)).flatmap(questions), min_size=1, max_size=4),
        },
        optional={
            "languages": st.lists(st.sampled_from(["en", "ko", "ja"]), max_size=3, unique=True),
            "endings": st.lists(ending, max_size=2),
            "hidden": st.lists(IDS, max_size=2),
            "variables": st.lists(st.fixed_dictionaries({"id": IDS, "initial": NUMBERS}), max_size=2),
            "targeting": targeting,
            "schedule": schedule,
            "appearance": st.fixed_dictionaries({"accent": COLOURS}, optional={"radius": st.integers(0, 24)}),
        },
    ).map(Definition.model_validate)
