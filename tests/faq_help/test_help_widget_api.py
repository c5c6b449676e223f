"""What the FAQ widget reads and sends, from pages of other sites."""

import json

import pytest

from tests.faq_help.conftest import write
from tests.surveying import Visitor
from voc.asks import policy
from voc.faq.help import queries
from voc.faq.help.voting import WRITES_LIMIT
from voc.faq.states import Action
from voc.surveys.targeting import Policy

RETURN = "Can I send it back?"


@pytest.fixture
def host(shop):
    """A page of the shop, in somebody's browser."""
    return Visitor(shop.caller)


async def found(host, **query):
    answer = await host.read("/faq", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def titles(told):
    return [each["question"] for each in told["items"]]


async def test_a_page_of_another_site_reads_topics_and_answers(shop, host):
    answer = await host.read("/faq", lang="en-GB")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=60"
    assert "set-cookie" not in answer.headers
    told = answer.json()
    assert (told["language"], told["count"]) == ("en", 3)
    assert told["categories"] == [{"name": "Returns", "count": 1}, {"name": "Shipping", "count": 1}]
    assert told["url"] == f"http://voc.test/help/{shop.workspace}"
    only = await found(host, lang="en", category="Shipping")
    assert [(each["question"], each["answer"]) for each in only["items"]] == [
        ("How long does shipping take?", "Two days.")
    ]
    assert set(only["items"][0]) == {"id", "language", "question", "answer", "category"}
    by_key = Visitor(shop.caller, project=(await shop.caller.http.get(f"/c/{shop.workspace}")).json()["key"])
    assert titles(await found(by_key, lang="en")) == titles(told)


async def test_words_find_answers_in_the_language_of_the_page(host):
    assert titles(await found(host, q="send back", lang="en")) == [RETURN]
    assert titles(await found(host, q="배송 얼마나 걸려요", lang="ko-KR")) == ["배송은 얼마나 걸리나요?"]
    assert (await found(host, q="zzzz", lang="ko"))["items"] == []
    elsewhere = await found(host, q="shipping", lang="ko")
    assert [each["language"] for each in elsewhere["items"]] == ["en"], "where nothing of theirs answers"


@pytest.mark.parametrize("typed", ["ㅂ", "배", "배ㅅ", "배소", "배송", "배송으", "배송은", "배송이", "배송을 언제"])
async def test_korean_is_found_while_it_is_typed_whatever_particle_follows(host, typed):
    assert "배송은 얼마나 걸리나요?" in titles(await found(host, q=typed, lang="ko"))


@pytest.mark.parametrize("typed", ["s", "sh", "ship", "shippi", "SHIPPING"])
async def test_english_is_found_while_it_is_typed(host, typed):
    assert "How long does shipping take?" in titles(await found(host, q=typed, lang="en"))


async def test_what_most_people_asked_comes_first(shop, host, database):
    for asked, (question, id_) in enumerate(shop.entries.items()):
        await database["faq_entries"].update_one({"_id": id_}, {"$set": {"askers": asked}})
        assert question
    assert titles(await found(host, lang="en")) == ["Who are you?", RETURN, "How long does shipping take?"]


async def test_nothing_that_is_not_given_out_is_found(shop, host):
    await shop.act(RETURN, Action.unpublish)
    assert RETURN not in titles(await found(host, lang="en"))
    assert titles(await found(host, q=RETURN, lang="en")) == []
    assert (await host.send("/faq/said", {"entry": shop.entries[RETURN], "helped": True})).status_code == 404


async def test_a_vote_counts_once_per_visitor_here_and_on_the_help_page(shop, host, visitor):
    browser, id_ = visitor(), shop.entries[RETURN]
    body = json.dumps({"entry": id_, "helped": True})
    headers = {"content-type": "text/plain"}
    for _ in range(2):
        answer = await browser.post(f"/c/{shop.workspace}/faq/said", content=body, headers=headers)
        assert answer.status_code == 202
    await browser.post(f"{shop.path}/{id_}/vote", data={"helped": "no"})
    told = (await queries.votes(shop.workspace))[id_]
    assert (told.helped, told.all) == (0, 1)


async def test_what_was_missing_is_feedback_about_the_entry(shop, host):
    sent = {"entry": shop.entries[RETURN], "text": "Who pays the postage?"}
    assert (await host.send("/faq/said", sent)).status_code == 202
    (said,) = (await shop.caller.http.get("/v1/feedback")).json()["items"]
    assert said["text"] == "Who pays the postage?"
    assert said["attributes"]["faq_entry"] == shop.entries[RETURN]


async def test_a_question_is_on_disk_as_a_question_before_it_is_acknowledged(shop, host):
    asked = {"submission_id": "a-1", "text": "The app is terrible and crashed", "searched": "app crash"}
    first = await host.send("/faq/questions", asked)
    assert first.status_code == 202, first.text
    stored = (await shop.caller.http.get(f"/v1/feedback/{first.json()['id']}")).json()
    assert (stored["kind"], stored["state"], stored["channel"]) == ("question", "pending", "web")
    assert stored["attributes"] == {"faq_searched": "app crash"}
    assert (await host.send("/faq/questions", asked)).json() == first.json(), "sent again, it is stored once"
    await shop.engine.settle()
    (said,) = (await shop.caller.http.get("/v1/feedback")).json()["items"]
    assert (said["kind"], said["state"]) == ("question", "analysed"), "whatever the model takes it for"
    other = await host.send("/faq/questions", asked | {"text": "Something else?"})
    assert other.status_code == 409


async def test_a_question_is_the_customer_s_who_asked_it(shop, host):
    asked = {"submission_id": "a-1", "text": "Where is my invoice?", "customer": "c-42"}
    assert (await host.send("/faq/questions", asked)).status_code == 202
    await shop.engine.settle()
    assert (await shop.caller.http.get("/v1/feedback?kind=question")).json()["items"][0]["customer"]
    rules = (await policy.read(shop.workspace)).policy
    await policy.save(shop.workspace, policy=rules.model_copy(update={"signed": True}))
    refused = await host.send("/faq/questions", asked | {"submission_id": "a-2"})
    assert refused.status_code == 403


async def test_only_allowed_sites_read_and_send(shop):
    await policy.save(shop.workspace, policy=Policy(origins=["https://shop.example"]))
    ours, theirs = (Visitor(shop.caller, origin=each) for each in ("https://shop.example", "https://evil.example"))
    said = {"entry": shop.entries[RETURN], "helped": True}
    assert (await ours.read("/faq")).status_code == 200
    assert (await ours.send("/faq/said", said)).status_code == 202
    for answer in (
        await theirs.read("/faq"),
        await theirs.send("/faq/said", said),
        await theirs.send("/faq/questions", {"submission_id": "x", "text": "Why?"}),
    ):
        assert answer.status_code == 403
    assert (await shop.caller.http.get("/v1/feedback")).json()["items"] == []


async def test_another_workspace_sees_and_counts_nothing(shop, new_caller, watch):
    other = await new_caller()
    await write(other.workspace, watch, "en", None, "Do you sell tea?", "We do.")
    stranger = Visitor(other)
    assert titles(await found(stranger, lang="en")) == ["Do you sell tea?"]
    assert titles(await found(stranger, q=RETURN, lang="en")) == []
    assert (await stranger.send("/faq/said", {"entry": shop.entries[RETURN], "helped": True})).status_code == 404
    assert (await Visitor(other, project="ws_nobody").read("/faq")).status_code == 404


async def test_a_workspace_without_answers_can_still_be_asked(caller):
    host = Visitor(caller)
    told = await found(host, q="x")
    assert (told["items"], told["categories"], told["count"]) == ([], [], 0)
    assert (await host.send("/faq/questions", {"submission_id": "x", "text": "Are you open?"})).status_code == 202


HOSTILE = (
    *("\u202e", "%", "(" * 200, "$where", "'\"><img src=x>", "은는이가", "ㅋㅋㅋ", "🙂", "a" * 5_000),
    *("?!…", " ", "\u1112"),
)


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_are_looked_for_as_words(shop, host, visitor, words):
    for lang in ("en", "ko", "../x", ""):
        await found(host, q=words, lang=lang, category=words)
    assert (await visitor().get(shop.path, params={"q": words, "category": words})).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"entry": "x"},
        {"entry": "x", "text": "  "},
        {"entry": "x", "helped": "perhaps"},
        {"entry": "x" * 81, "helped": True},
        {"entry": "x", "text": "y" * 2_001},
        {"entry": {"$ne": ""}, "helped": True},
        [],
    ],
)
async def test_what_says_nothing_is_refused(host, body):
    assert (await host.send("/faq/said", body)).status_code == 400


async def test_one_place_asks_no_more_than_people_do(host):
    sent = [
        (await host.send("/faq/questions", {"submission_id": f"q-{n}", "text": f"Why {n}?"})).status_code
        for n in range(WRITES_LIMIT + 1)
    ]
    assert sent == [202] * WRITES_LIMIT + [429]
