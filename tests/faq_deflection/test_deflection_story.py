"""From questions to the verdict on the answer's page, through the front door."""

from datetime import timedelta

import pytest

from tests.people import member
from tests.surveying import Visitor, publish, response
from voc.faq.deflection.documents import FaqDeflection

PEOPLE = 34


async def asked_before(asking):
    """Half of them ask again within days; somebody had asked something else for a while."""
    await asking.ask("early", days_ago=60, text="Do you ship to Japan?")
    for n in range(PEOPLE):
        await asking.ask(f"b-{n}", days_ago=40)
        if n % 2:
            await asking.ask(f"b-{n}", days_ago=35)
    await asking.mine()


async def asked_since(asking):
    """Nobody asks again; one asks within the last days, one without a name."""
    asking.watch.turn(timedelta(days=40))
    for n in range(PEOPLE):
        await asking.ask(f"a-{n}", days_ago=30)
    await asking.ask("late", days_ago=3)
    await asking.ask(None, days_ago=3)
    await asking.mine()


@pytest.fixture
def page(app, asking, watch):
    """Pages as a member reads them."""

    async def read(path, **query):
        async with member(app, asking.workspace, watch) as browser:
            return (await browser.http.get(path, params={"lang": "en"} | query)).text

    return read


async def test_fewer_ask_again_since_it_was_published(asking, page):
    await asked_before(asking)
    id_ = await asking.publish()
    early = await asking.deflection(id_)
    assert (early["before"], early["after"], early["verdict"]) == (
        {"people": PEOPLE, "again": PEOPLE // 2}, {"people": 0, "again": 0}, "too_few",
    )  # fmt: skip
    assert early["volume"] is None
    await asked_since(asking)
    found = await asking.deflection(id_)
    assert found["after"] == {"people": PEOPLE, "again": 0}
    assert (found["verdict"], found["waiting"], found["nameless"]) == ("fewer", 1, 1)
    change = found["asked_again"]["change"]
    assert change["difference"] == pytest.approx(-0.5)
    assert change["low"] < -0.5 < change["high"] < 0
    assert found["volume"]["days"] == 40
    assert (found["volume"]["before"]["askers"], found["volume"]["after"]["askers"]) == (PEOPLE, PEOPLE + 1)
    together = (await asking.http.get("/v1/faqs/deflection")).json()
    assert (together["answers"], together["verdicts"]["fewer"], together["verdict"]) == (1, 1, "fewer")
    shown = await page(f"/faq/{id_}")
    assert "Fewer ask again" in shown
    assert "−50.0 points" in shown
    assert "1 person asked within the last 14 days and is still followed." in shown
    listed = await page("/faq")
    assert "Together, fewer people ask the same again" in listed
    for text in (await page("/faq/deflection.csv"), (await asking.http.get("/v1/faqs/deflection/export")).text):
        header, row = text.strip("\ufeff\r\n").split("\r\n")
        told = dict(zip(header.split(","), row.split(","), strict=True))
        assert (told["id"], told["verdict"], told["again_before"], told["people_after"]) == (id_, "fewer", "17", "34")


async def test_what_went_stale_keeps_what_it_came_to(asking, page):
    await asked_before(asking)
    id_ = await asking.publish()
    asking.watch.turn(timedelta(days=28))
    for n in range(4 * PEOPLE):
        await asking.ask(f"a-{n}", days_ago=20)
        await asking.ask(f"a-{n}", days_ago=15)
    await asking.mine()
    assert (await asking.http.get(f"/v1/faqs/{id_}")).json()["state"] == "stale"
    found = await asking.deflection(id_)
    assert (found["verdict"], found["after"]) == ("more", {"people": 4 * PEOPLE, "again": 4 * PEOPLE})
    asking.watch.turn(timedelta(days=20))
    await asking.ask("later", days_ago=15)
    await asking.mine()
    later = await asking.deflection(id_)
    assert (later["after"], later["waiting"], later["until"]) == (found["after"], 0, found["until"])
    assert "since then it is stale and not given out" in await page(f"/faq/{id_}")
    assert (await asking.http.get("/v1/faqs/deflection")).json()["verdicts"]["more"] == 1


async def test_what_is_given_out_no_more_is_measured_no_more(asking, page):
    for n in range(3):
        await asking.ask(f"c-{n}", days_ago=40)
    await asking.mine()
    id_ = await asking.publish()
    shown = await page(f"/faq/{id_}")
    assert "Too few people yet" in shown
    assert "At least 30 people on each side" in shown
    assert " points (" not in shown
    await asking.http.post(f"/v1/faqs/{id_}/unpublish")
    await asking.engine.settle()
    assert await asking.deflection(id_) is None
    assert "Do fewer ask again?" not in await page(f"/faq/{id_}")
    assert "Do the answers help?" not in await page("/faq")


async def test_who_is_offered_the_answer_is_followed_by_whatever_name_there_is(asking):
    for n in range(3):
        await asking.ask(f"c-{n}", days_ago=40)
    await asking.mine()
    id_ = await asking.publish()
    visitor, survey = Visitor(asking.caller), await publish(asking.caller)
    for who in ({"visitor": "v-1"}, {"visitor": "v-1"}, {"visitor": "v-2"}, {}):
        asking.watch.turn(timedelta(days=1))
        answers = {"nps": 5, "why": "How can I return a product?"}
        body = response(survey, answers=answers, finished=True, **who)
        assert (await visitor.send("/responses", body)).status_code == 202
        offered = await visitor.send("/live", {"submission_id": body["submission_id"]})
        assert offered.json()["offer"]["kind"] == "answer"
    asking.watch.turn(timedelta(days=20))
    await asking.mine()
    found = await asking.deflection(id_)
    assert found["after"] == {"people": 2, "again": 1}
    assert found["nameless"] >= 1


async def test_two_records_of_one_person_are_one(asking):
    for n in range(3):
        await asking.ask(f"c-{n}", days_ago=60 - n)
    await asking.mine()
    id_ = await asking.publish()
    assert (await asking.deflection(id_))["before"] == {"people": 3, "again": 0}
    people = (await asking.http.get("/v1/customers")).json()["items"]
    ids = {each["ref"]: each["id"] for each in people}
    merged = await asking.http.post(f"/v1/customers/{ids['c-0']}/merge", json={"other": ids["c-1"]})
    assert merged.is_success, merged.text
    await asking.mine()
    assert (await asking.deflection(id_))["before"] == {"people": 2, "again": 1}


async def test_counts_name_nobody(asking, database):
    for n in range(3):
        await asking.ask(f"c-{n}", days_ago=40)
    await asking.mine()
    await asking.publish()
    (row,) = await FaqDeflection.get_pymongo_collection().find({"workspace": asking.workspace}).to_list()
    assert "c-" not in str(row)
    assert "cus_" not in str(row)


async def test_another_workspace_reads_nothing(asking, new_caller):
    for n in range(3):
        await asking.ask(f"c-{n}", days_ago=40)
    await asking.mine()
    id_ = await asking.publish()
    other = await new_caller()
    assert (await other.http.get(f"/v1/faqs/{id_}/deflection")).status_code == 404
    assert (await other.http.get("/v1/faqs/deflection")).json()["answers"] == 0


async def test_an_entry_that_nobody_published_has_nothing_to_tell(asking):
    made = await asking.http.post("/v1/faqs", json={"language": "en", "question": "How can I return a product?"})
    assert await asking.deflection(made.json()["id"]) is None
