"""What is no feedback counts nowhere, and a pasted campaign counts for one person."""

from ml.text import copy_key
from ml.voices import near_copies
from tests.people import member
from tests.themes.sorting import by_topic
from voc.backlog import service as backlog
from voc.themes import discovery

PASTED = "login crash after the update of number {} and nobody at the support answers my messages"


async def send(caller, engine, texts):
    body = [{"submission_id": f"s-{place}", "text": text, "channel": "review"} for place, text in enumerate(texts)]
    await caller.http.post("/v1/feedback", json=body)
    await engine.settle()


def with_echoes(texts, *args, **more):
    """The quick stand-in, with near copies as they are found."""
    echoes = near_copies([copy_key(text) for text in texts], [True] * len(texts))
    return by_topic(texts, *args, **more)._replace(echoes=echoes.tolist())


async def test_spam_joins_no_theme_and_is_not_ranked(caller, engine, watch, database):
    await send(caller, engine, [f"login crash number {n}" for n in range(8)] + ["login casino bonus crash"] * 3)
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    rows = (await caller.http.get("/v1/feedback", params={"noise": "spam"})).json()["items"]
    assert [(row["noise"], row["theme"]) for row in rows] == [("spam", None)] * 3
    (theme,) = (await caller.http.get("/v1/themes")).json()["items"]
    assert theme["size"] == 8
    await backlog.rank(caller.workspace, now=watch())
    assert (await database.rankings.find_one({"_id": caller.workspace}))["feedback"] == 8


async def test_a_person_says_that_it_is_feedback_after_all(caller, engine, watch):
    await send(caller, engine, [f"login crash number {n}" for n in range(8)] + ["login crash near the casino"])
    (row,) = (await caller.http.get("/v1/feedback", params={"noise": "spam"})).json()["items"]
    changed = await caller.http.patch(f"/v1/feedback/{row['id']}", json={"noise": None})
    assert (changed.json()["noise"], changed.json()["corrected"]) == (None, ["noise"])
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    (theme,) = (await caller.http.get("/v1/themes")).json()["items"]
    assert theme["size"] == 9
    for wrong in ({"noise": "nonsense"}, {"kind": None, "noise": "spam"}):
        assert (await caller.http.patch(f"/v1/feedback/{row['id']}", json=wrong)).status_code == 400


async def test_who_swears_and_says_something_is_marked_and_counts(app, caller, engine, watch):
    await send(caller, engine, [f"login crash number {n}" for n in range(8)] + ["damn login crash again"])
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    rows = (await caller.http.get("/v1/feedback")).json()["items"]
    assert [row["text"] for row in rows if row["coarse"]] == ["damn login crash again"]
    (theme,) = (await caller.http.get("/v1/themes")).json()["items"]
    assert theme["size"] == 9
    async with member(app, caller.workspace, watch) as browser:
        assert (await browser.http.get("/feedback")).text.count("Strong language") == 1


async def test_a_pasted_campaign_counts_for_one_person(caller, engine, watch, database):
    await send(caller, engine, [PASTED.format(n) for n in range(40)] + [f"login crash number {n}" for n in range(8)])
    await discovery.discover(caller.workspace, now=watch(), find=with_echoes)
    rows = await database.feedback.find({"workspace": caller.workspace}, {"respondent": 1}).to_list()
    assert len({row["respondent"] for row in rows}) == 9
    await discovery.discover(caller.workspace, now=watch(), find=with_echoes)
    again = await database.feedback.find({"workspace": caller.workspace}, {"respondent": 1}).to_list()
    assert again == rows
