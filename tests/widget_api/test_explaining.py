"""Why a survey is not showing: a sentence per rule, and nothing claimed about what nobody said."""

from html import unescape

import pytest_asyncio

from tests.people import member
from tests.surveying import Visitor, publish
from voc.asks import policy
from voc.surveys.targeting import Policy

SHARED = {"triggers": [{"on": "page"}], "where": {"on": "url", "is": "ends", "value": "/cart"}, "sample_share": 0.5}


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, caller, watch):
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


async def rules(caller, survey, **said):
    """The rules of `explain` by name."""
    answer = await caller.http.get(f"/v1/surveys/{survey['id']}/explain", params=said)
    assert answer.status_code == 200, answer.text
    return {each["rule"]: each for each in answer.json()["rules"]}


async def test_a_rule_that_failed_says_why_in_words_and_as_a_code(caller):
    survey = await publish(caller, targeting=SHARED)
    found = (await rules(caller, survey, url="https://shop.test/"))["where.url"]
    assert found["message"] == "The page address does not fit: https://shop.test/."
    assert found["reason"] == {"code": "url", "values": {"name": "url", "found": "https://shop.test/"}}
    passed = (await rules(caller, survey, url="https://shop.test/cart"))["where.url"]
    assert (passed["passed"], passed["message"], passed["reason"]) == (True, None, None)


async def test_without_a_customer_nothing_is_claimed_about_when_they_were_asked(caller):
    survey = await publish(caller, targeting=SHARED)
    await policy.save(caller.workspace, policy=Policy(quiet_days=7))
    nobody = await rules(caller, survey)
    assert [nobody[rule]["passed"] for rule in ("where.url", "sampling", "frequency", "quiet")] == [None] * 4
    somebody = await rules(caller, survey, customer="c-1")
    assert (somebody["frequency"]["passed"], somebody["quiet"]["passed"]) == (True, True)


async def test_what_no_customer_can_change_is_known_without_one(caller):
    always = SHARED | {"sample_share": 0, "frequency": {"every_days": 0, "override_quiet": True}}
    survey = await publish(caller, targeting=always)
    await policy.save(caller.workspace, policy=Policy(quiet_days=7))
    nobody = await rules(caller, survey)
    assert [nobody[rule]["passed"] for rule in ("sampling", "frequency", "quiet")] == [False, True, True]


async def test_combined_conditions_about_what_is_not_said_are_not_known(caller):
    either = {"any": [{"on": "url", "is": "ends", "value": "/a"}, {"on": "device", "is": "equals", "value": "phone"}]}
    survey = await publish(caller, targeting=SHARED | {"where": either})
    assert (await rules(caller, survey))["where"]["passed"] is None
    found = (await rules(caller, survey, url="https://x/b", device="desktop"))["where"]
    assert found["message"] == "Its combined conditions do not hold."


async def test_the_page_says_the_same_in_both_languages(caller, browser, watch):
    survey = await publish(caller, targeting={"triggers": [{"on": "page"}]})
    await Visitor(caller).ask(survey, customer="c-1")
    for language, sentence in (
        ("en", "This person was asked on 2026-03-01 12:00 UTC, and it asks only once."),
        ("ko", "2026-03-01 12:00 UTC에 이미 물었고, 한 번만 묻는 설문입니다."),
    ):
        answer = await browser.http.get(
            f"/surveys/{survey['id']}/check", params={"customer": "c-1"}, headers={"accept-language": language}
        )
        assert sentence in unescape(answer.text)
        assert f'href="/surveys/{survey["id"]}/targeting"' in answer.text
