"""Every rule that fails says why, the same in the API and, through the catalogue, on the page."""

import re

import pytest

from voc.surveys.targeting import Candidate, Environment, eligible
from voc.surveys.targeting.wording import SENTENCES, Reason, reason
from voc.web.templating import environment

NOW = 1_800_000_000_000
DAY = 86_400_000
ASKED = [{"survey": "srv_1", "at": NOW - DAY}]


def why(survey: dict, visit: dict) -> str:
    """The sentence about the first rule that failed."""
    targeting = {"triggers": [{"on": "page"}]} | survey.pop("targeting", {})
    candidate = Candidate.model_validate({"id": "srv_1", "state": "published"} | survey | {"targeting": targeting})
    here = Environment.model_validate({"now": NOW, "person": "per_1", "event": {"on": "page"}} | visit)
    failed = eligible(candidate, here).failed
    assert failed is not None
    return reason(failed, candidate, here).english


def where(on: str, is_: str, value: object) -> dict:
    return {"targeting": {"where": {"on": on, "is": is_, "value": value}}}


@pytest.mark.parametrize(
    ("survey", "visit", "sentence"),
    [
        ({"state": "draft"}, {}, "It is a draft; publish it first."),
        ({"state": "paused"}, {}, "It is paused."),
        ({"state": "closed"}, {}, "It is closed."),
        ({"opens_at": NOW + DAY}, {}, "It opens on 2027-01-16 08:00 UTC."),
        ({"closes_at": NOW}, {}, "It closed on 2027-01-15 08:00 UTC."),
        ({"full": True}, {}, "It has all the responses that it may take."),
        ({"targeting": {"triggers": []}}, {}, "Nothing shows it by itself: add a moment."),
        ({}, {"event": {"on": "exit"}}, "None of its moments fits what happened."),
        (where("url", "ends", "/cart"), {"url": "https://a.b/"}, "The page address does not fit: https://a.b/."),
        (where("url", "ends", "/cart"), {}, "Nothing is known here about url."),
        (where("device", "equals", "phone"), {"device": "desktop"}, "The device does not fit: desktop."),
        (where("language", "equals", "ko"), {"language": "en-GB"}, "The language does not fit: en-GB."),
        (
            where("customer:plan", "equals", "pro"),
            {"customer": {"plan": ["a", "b"]}},
            "The customer’s attribute plan does not fit: a, b.",
        ),
        (where("customer:plan", "equals", "pro"), {}, "Nothing is known here about plan."),
        (
            where("segment:vip", "equals", True),
            {},
            "The customer does not fit the condition on the segment vip.",
        ),
        ({"targeting": {"where": {"any": []}}}, {}, "Its combined conditions do not hold."),
        (
            {"targeting": {"sample_share": 0.0}},
            {},
            "This person is not in its sample of 0 %; that never changes by asking again.",
        ),
        ({}, {"asks": ASKED}, "This person was asked on 2027-01-14 08:00 UTC, and it asks only once."),
        (
            {"targeting": {"frequency": {"every_days": 30}}},
            {"asks": ASKED},
            "This person was asked on 2027-01-14 08:00 UTC; it may ask again from 2027-02-13 08:00 UTC on.",
        ),
        (
            {"targeting": {"frequency": {"every_days": 0}}},
            {"asks": ASKED, "policy": {"quiet_days": 7}},
            "This person was asked on 2027-01-14 08:00 UTC, and the workspace keeps quiet until 2027-01-21 08:00 UTC.",
        ),
        ({}, {"session_asks": 1}, "This visit has had as many surveys as the workspace allows: 1."),
        ({}, {"page_asks": 1}, "This page has had as many surveys as the workspace allows: 1."),
        ({}, {"pacing": False}, "Its pace allows no more for now."),
    ],
)
def test_a_rule_that_failed_says_why(survey: dict, visit: dict, sentence: str):
    assert why(survey, visit) == sentence


@pytest.mark.parametrize("code", SENTENCES)
def test_the_page_says_the_same_in_both_languages(code: str):
    gaps = re.findall(r"%\((\w+)\)s", SENTENCES[code])
    made = Reason(code=code, values={gap: f"<{gap}>" for gap in gaps})
    english, korean = (
        environment(language).get_template("surveys/why.html").module.why(made)  # type: ignore[attr-defined]
        for language in ("en", "ko")
    )
    escaped = made.english.replace("<", "&lt;").replace(">", "&gt;")
    assert str(english).strip() == escaped
    assert re.search("[가-힣]", str(korean))
    assert all(f"&lt;{gap}&gt;" in korean for gap in gaps)


def test_a_long_value_is_cut():
    sentence = why(where("url", "ends", "/cart"), {"url": "https://a.b/" + "x" * 2_000})
    assert len(sentence) < 200
