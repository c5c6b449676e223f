"""One question about a complaint: for what it leaves out, or the author's own; once to anybody."""

import asyncio
from datetime import timedelta

import pytest

from tests.surveying import publish
from voc.faq.live.documents import LiveOffer
from voc.faq.live.missing import ABOUT, QUESTIONS, Detail, missing, question
from voc.surveys.afterwards import QUESTION_LIMIT_CHARACTERS, asks_for_personal_data

BROKEN = "it crashed when I paid"
OWN = {"en": "Which product were you looking at?", "ko": "어떤 상품을 보고 계셨나요?"}


async def asked_back(counter, text=BROKEN, **fields):
    """What somebody who complains is asked; None: nothing."""
    submission = await counter.says(text, **fields)
    await counter.engine.settle()
    offer = (await counter.after(submission))["offer"]
    return offer["title"] if offer else None


@pytest.mark.parametrize("who", [{"customer": "c-1"}, {"visitor": "v-1"}, {"customer": "c-1", "visitor": "v-1"}])
async def test_nobody_is_asked_back_twice(counter, who, watch):
    assert await asked_back(counter, **who)
    watch.turn(timedelta(days=100))
    assert await asked_back(counter, "the search crashed as well", **who) is None
    assert await asked_back(counter, **{name: f"{value}-other" for name, value in who.items()})


async def test_a_visitor_who_says_who_they_are_is_still_the_same(counter):
    assert await asked_back(counter, visitor="v-1", customer="c-1")
    assert await asked_back(counter, visitor="v-1") is None
    assert await asked_back(counter, visitor="v-2", customer="c-1") is None


async def test_two_complaints_at_the_same_moment_are_asked_about_once(counter):
    sent = [await counter.says(text, customer="c-1") for text in (BROKEN, "another crash here")]
    await counter.engine.settle()
    offers = [each["offer"] for each in await asyncio.gather(*(counter.after(each) for each in sent))]
    assert sum(offer is not None for offer in offers) == 1
    kept = LiveOffer.get_pymongo_collection().find({"workspace": counter.workspace})
    assert len(await kept.to_list()) == 1


async def test_those_whom_nothing_tells_apart_are_each_asked(counter):
    assert await asked_back(counter)
    assert await asked_back(counter, "a crash again")


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [(BROKEN, "en", OWN["en"]), ("앱이 자꾸 꺼져요", "ko", OWN["ko"]), ("앱이 자꾸 꺼져요", "en", OWN["ko"]),
     (BROKEN, "ko", OWN["en"])],
)  # fmt: skip
async def test_an_author_asks_in_words_of_their_own_in_the_customers_language(counter, text, language, asked):
    survey = await publish(counter.caller, languages=["en", "ko"], afterwards={"follow_up": "own", "question": OWN})
    assert await asked_back(counter, text, survey=survey, language=language) == asked


async def test_a_survey_may_ask_nothing_back_and_answer_nothing(counter):
    await counter.publish()
    survey = await publish(counter.caller, afterwards={"answers": False, "follow_up": "none"})
    assert await asked_back(counter, survey=survey) is None
    assert await asked_back(counter, "How can I return a product?", survey=survey) is None
    assert await asked_back(counter, "How can I return a product?")


async def test_the_answer_names_the_complaint_that_it_belongs_to(counter, database):
    submission = await counter.says(BROKEN, customer="c-1")
    await counter.engine.settle()
    await counter.after(submission)
    assert (await counter.tells(submission, text="On my phone 010-1234-5678")).status_code == 202
    rows = {row["text"]: row for row in await database.feedback.find({"workspace": counter.workspace}).to_list()}
    first, then = rows[BROKEN], rows["On my phone [PHONE]"]
    assert then["attributes"]["follows"] == first["_id"]
    assert then["customer"] == first["customer"]


async def test_what_is_asked_is_not_for_other_pages(counter):
    """A survey's page is told nothing of it."""
    survey = await publish(counter.caller, afterwards={"follow_up": "own", "question": OWN})
    assert OWN["en"] not in (await counter.visitor.read(f"/surveys/{survey['id']}")).text


@pytest.mark.parametrize(
    "question", ["What is your e-mail?", "전화번호를 알려 주세요", "Your name?", "배송 주소가 어디인가요?", "a" * 201]
)
async def test_no_survey_asks_back_for_personal_data(counter, question):
    wanted = {"follow_up": "own", "question": {"en": question}}
    made = await counter.caller.http.post("/v1/surveys", json={"name": "A", "afterwards": wanted})
    assert made.status_code == 400


@pytest.mark.parametrize(
    ("text", "keywords", "detail"),
    [
        ("The app crashes", [], Detail.device), ("앱이 자꾸 꺼져요", [], Detail.device),
        ("The app crashes on my iPhone", [], Detail.before), ("갤럭시에서 앱이 꺼져요", [], Detail.before),
        ("결제가 안 돼요", [], Detail.device), ("the payment fails", [], Detail.device),
        ("The staff were rude", [], Detail.place), ("직원이 불친절했어요", [], Detail.place),
        ("The staff in Busan were rude", [], Detail.wish), ("강남점 직원이 불친절했어요", [], Detail.wish),
        ("My parcel is late", [], Detail.since), ("배송이 너무 늦어요", [], Detail.since),
        ("My parcel is three days late", [], Detail.wish), ("3일째 배송이 안 왔어요", [], Detail.wish),
        ("Too expensive", [], Detail.amount), ("요금이 이상해요", [], Detail.amount),
        ("I was charged 30,000 won", [], Detail.wish), ("요금이 3만원이나 나왔어요", [], Detail.wish),
        ("awful", ["delivery"], Detail.since), ("awful", [], Detail.before), ("별로예요", [], Detail.before),
    ],
)  # fmt: skip
def test_the_question_is_for_what_a_complaint_leaves_out(text, keywords, detail):
    assert missing(text, keywords) == detail


@pytest.mark.parametrize(
    ("text", "keywords", "language", "asked"),
    [
        ("My phone app lags", ["app", "phone"], "en-GB", "About “app”: what happened just before?"),
        ("폰에서 앱이 느려요", ["앱이"], "ko", "“앱이” 말씀인데요, 그 직전에 어떤 상황이었나요?"),
        ("nichts geht", [], "de", QUESTIONS[Detail.before]["en"]),
        ("별로예요", ["별"], "ko-KR", QUESTIONS[Detail.before]["ko"]),
    ],
)
def test_a_question_names_only_what_the_customer_named(text, keywords, language, asked):
    assert question(text, keywords, language) == asked


def test_no_question_of_ours_asks_for_personal_data():
    every = [*ABOUT.values(), *(words for each in QUESTIONS.values() for words in each.values())]
    assert set(QUESTIONS) == set(Detail)
    assert all(set(each) == {"en", "ko"} for each in QUESTIONS.values())
    assert not [words for words in every if asks_for_personal_data(words)]
    assert max(map(len, every)) < QUESTION_LIMIT_CHARACTERS
