"""After the thanks: who asks gets an approved answer, who complains one question, everybody else nothing more."""

from datetime import timedelta

import pytest

from tests.faq_live.conftest import RETURNS
from tests.people import member
from voc.asks import policy
from voc.asks.domain import Afterwards
from voc.faq import service
from voc.faq.live import queries
from voc.faq.live.domain import is_question
from voc.faq.states import Action

BROKEN = "it crashed when I paid"
DEVICE = "Which device were you on, and was it the app or a browser?"


async def test_a_question_gets_the_published_answer_at_once(counter):
    id_ = await counter.publish()
    await counter.publish("Do you ship to Canada?", "We do, within ten days.")
    offer = (await counter.after(await counter.says("hi! how do i return a product that i bought?")))["offer"]
    assert (offer["kind"], offer["title"], offer["text"]) == ("answer", "How can I return a product?", RETURNS)
    assert offer["url"] == f"http://voc.test/help/{counter.workspace}#{id_}"


async def test_a_korean_question_gets_the_korean_answer(counter):
    await counter.publish()
    await counter.publish("반품은 어떻게 하나요?", "개봉하지 않은 상품은 14일 안에 반품할 수 있습니다.", "ko")
    offer = (await counter.after(await counter.says("반품 어떻게 하나요?", language="ko")))["offer"]
    assert offer["title"] == "반품은 어떻게 하나요?"


async def test_what_is_published_taken_back_or_worded_anew_is_known_at_once(counter):
    async def found(text):
        offer = (await counter.after(await counter.says(text)))["offer"]
        return offer and offer["text"]

    who = {"by": "mem_1", "now": counter.watch()}
    first = await counter.publish()
    assert await found("How can I return a product?") == RETURNS
    second = await counter.publish("Do you ship to Canada?", "We do.")
    assert await found("do you ship to Canada?") == "We do."
    await service.edit(counter.workspace, second, {}, [("Not yet.", None)], **who)
    assert await found("do you ship to Canada?") == "We do."
    for action in (Action.approve, Action.publish):
        await service.act(counter.workspace, second, action, **who)
    assert await found("do you ship to Canada?") == "Not yet."
    await service.act(counter.workspace, first, Action.unpublish, **who)
    assert await found("How can I return a product?") is None


@pytest.mark.parametrize("text", ["Do you sell gift cards?", "I like it", "I returned a product and it was easy"])
async def test_what_no_answer_fits_gets_none(counter, text):
    await counter.publish()
    assert (await counter.after(await counter.says(text)))["offer"] is None


async def test_what_nobody_approved_is_never_offered(counter):
    who = {"by": "mem_1", "now": counter.watch()}
    id_ = await counter.publish()
    await service.act(counter.workspace, id_, Action.unpublish, **who)
    assert (await counter.after(await counter.says("How can I return a product?")))["offer"] is None


async def test_a_complaint_is_asked_about_once_the_model_has_read_it(counter):
    submission = await counter.says(BROKEN)
    assert await counter.after(submission) == {"offer": None, "again_ms": 700}
    await counter.engine.settle()
    first = await counter.after(submission)
    assert (first["offer"]["kind"], first["offer"]["title"]) == (
        "question", DEVICE,
    )  # fmt: skip
    assert await counter.after(submission) == first


async def test_the_answer_to_it_becomes_feedback_of_the_same_customer(counter, database):
    submission = await counter.says(BROKEN, customer={"id": "c-1"})
    await counter.engine.settle()
    await counter.after(submission)
    for _ in range(2):  # a repeated message is stored once
        assert (await counter.tells(submission, text="I tried to pay")).status_code == 202
    rows = await database.feedback.find({"workspace": counter.workspace}).to_list()
    first, then = sorted(rows, key=lambda row: row["text"] != BROKEN)
    assert [row["text"] for row in (first, then)] == [BROKEN, "I tried to pay"]
    for name in ("customer", "response", "source"):
        assert then[name] == first[name]
    assert then["attributes"]["follow_up"] == DEVICE


async def test_nobody_waits_for_a_model_that_does_not_come(counter, watch):
    submission = await counter.says(BROKEN)
    watch.turn(timedelta(seconds=9))
    assert await counter.after(submission) == {"offer": None, "again_ms": None}


async def test_praise_is_read_and_left_alone(counter):
    submission = await counter.says("love it, great")
    await counter.engine.settle()
    assert await counter.after(submission) == {"offer": None, "again_ms": None}


async def test_what_people_say_of_an_answer_is_counted_once_each(counter):
    id_ = await counter.publish()
    said = [True, True, False]
    for helped in said:
        submission = await counter.says("How can I return a product?")
        await counter.after(submission)
        for each in (not helped, helped):  # the last word counts
            assert (await counter.tells(submission, helped=each)).status_code == 202
    await counter.after(await counter.says("How can I return a product?"))
    taken = await queries.taken(counter.workspace, id_)
    assert (taken.offered, taken.helped.n, taken.helped.value) == (4, 3, pytest.approx(2 / 3))


async def test_a_workspace_may_want_neither(counter):
    await counter.publish()
    await policy.save(counter.workspace, afterwards=Afterwards(answers=False, follow_up=False))
    asked, complained = await counter.says("How can I return a product?"), await counter.says(BROKEN)
    await counter.engine.settle()
    for submission in (asked, complained):
        assert await counter.after(submission) == {"offer": None, "again_ms": None}


@pytest.mark.parametrize("finished", [True, False])
async def test_only_a_finished_response_of_this_workspace_is_answered(counter, new_caller, finished):
    submission = await counter.says("How can I return a product?", finished=finished)
    if finished:
        counter.visitor.project = (await new_caller()).workspace
    answer = await counter.visitor.send("/live", {"submission_id": submission})
    assert answer.status_code == 404


@pytest.mark.parametrize("said", [{}, {"text": "  "}, {"text": "a" * 2_001}, {"helped": "maybe"}])
async def test_what_says_nothing_is_refused(counter, said):
    submission = await counter.says("How can I return a product?")
    assert (await counter.tells(submission, **said)).status_code == 400


async def test_nothing_is_heard_about_what_was_not_offered(counter):
    assert (await counter.tells(await counter.says("fine"), helped=True)).status_code == 404


@pytest.mark.parametrize(
    "text",
    [
        "how do I cancel?", "Can I pay by card", "hi, what is the fee", "환불은 언제 되나요",
        "요금이 얼마인지 궁금합니다", "배송 조회 어디서 하나요?", "비밀번호 변경하는 방법 알려주세요",
    ],
)  # fmt: skip
def test_questions_are_told_by_their_words(text):
    assert is_question(text)


@pytest.mark.parametrize("text", ["", "great app", "앱이 자꾸 꺼져요", "Please add dark mode", "a" * 100_000])
def test_other_texts_are_none(text):
    assert not is_question(text)


async def test_the_entry_tells_how_its_answer_is_taken(counter, app, watch):
    id_ = await counter.publish()
    async with member(app, counter.workspace, watch) as browser:
        assert "Offered live" not in (await browser.http.get(f"/faq/{id_}")).text
        for helped in (True, False):
            submission = await counter.says("How can I return a product?")
            await counter.after(submission)
            await counter.tells(submission, helped=helped)
        page = (await browser.http.get(f"/faq/{id_}", params={"lang": "en"})).text
    assert "2 respondents who asked it saw the answer after the survey." in page
    assert "It helped 50% of the 2 who said so or not (9% to 91%, 95%)." in page
