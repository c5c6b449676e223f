"""Trackers and issues over HTTP: who may, what is refused, and what nobody reads back."""

import pytest

from tests.backlog_workflow.ranked import rank
from voc.values import Scope

HERE = "/v1/trackers"
TOKEN = "of-this-test-and-no-other"


def wanted(provider, **fields):
    given = {"kind": provider.kind, "project": provider.project, "base_url": provider.url, "token": TOKEN}
    return given | provider.connection | fields


async def test_a_tracker_is_connected_tried_changed_and_disconnected(caller, provider, engine):
    answer = await caller.http.post(HERE, json=wanted(provider))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["check"]["works"], made
    assert (made["secret"] is None) == made["makes_secret"]
    path = f"{HERE}/{made['id']}"
    assert (await caller.http.get(path)).json() == {
        name: made[name] for name in made if name not in ("secret", "check")
    }
    assert [each["id"] for each in (await caller.http.get(HERE)).json()["items"]] == [made["id"]]
    rules = {"out": {"shipped": "done"}, "into": {"done": "closed"}}
    changed = await caller.http.patch(path, json={"rules": rules, "token": "another"})
    assert (changed.status_code, changed.json()["rules"]) == (200, rules)
    assert (await caller.http.post(f"{path}/test")).json()["works"]
    assert (await caller.http.delete(path)).status_code == 204
    for gone in (await caller.http.get(path), await caller.http.post(f"{path}/test")):
        assert gone.status_code == 404


async def test_no_answer_holds_the_token_or_an_old_secret(caller, provider, engine, database):
    made = (await caller.http.post(HERE, json=wanted(provider))).json()
    path = f"{HERE}/{made['id']}"
    given = {"secret": "lin_wh_new"} if made["makes_secret"] else {}
    fresh = (await caller.http.post(f"{path}/secret", json=given)).json()["secret"]
    assert fresh != made["secret"]
    wrong = await caller.http.post(f"{path}/secret", json={} if made["makes_secret"] else {"secret": "mine"})
    assert wrong.status_code == 400
    answers = [await caller.http.get(HERE), await caller.http.get(path), await caller.http.patch(path, json={})]
    stored = str(await database["trackers"].find_one({"_id": made["id"]}))
    for said in (*(answer.text for answer in answers), stored):
        assert TOKEN not in said
        assert fresh not in said


async def test_a_connection_that_does_not_work_says_why(caller, provider, engine):
    provider.told = [b"HTTP/1.1 401 X\r\ncontent-length: 2\r\n\r\n{}"]
    made = (await caller.http.post(HERE, json=wanted(provider))).json()
    assert (made["check"]["works"], made["check"]["trouble"]) == (False, "token")
    assert (await caller.http.post(f"{HERE}/{made['id']}/test")).json()["works"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "trello"}, "is none of github"),
        ({"project": "no project at all"}, "project is written as in"),
        ({"token": ""}, "token is needed"),
        ({"token": "ein töken"}, "has letters that no token has"),
    ],
)
async def test_what_cannot_be_connected_is_named(caller, provider, fields, said):
    answer = await caller.http.post(HERE, json=wanted(provider, **fields))
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert said in answer.text


@pytest.mark.parametrize("body", [[], "github", {"kind": 1, "project": 2}, {}])
async def test_what_is_no_tracker_at_all_is_a_problem(caller, body):
    assert (await caller.http.post(HERE, json=body)).status_code == 400


@pytest.mark.parametrize("scope", [Scope.read, Scope.write, Scope.survey])
async def test_only_administrators_see_and_change_trackers(new_caller, shop, scope):
    other, path = await new_caller(scope, workspace=shop.workspace), f"{HERE}/{shop.tracker}"
    tries = [other.http.get(HERE), other.http.get(path), other.http.delete(path), other.http.patch(path, json={})]
    tries += [other.http.post(f"{path}/{action}", json={}) for action in ("test", "secret")]
    assert [(await each).status_code for each in tries] == [403] * len(tries)


async def test_trackers_and_items_of_others_are_missing(new_caller, shop, watch):
    other = await new_caller()
    path, issue = f"{HERE}/{shop.tracker}", f"/v1/backlog/{shop.item}/issue"
    (item, *_) = await rank(other.workspace, watch)
    tries = [other.http.get(path), other.http.delete(path), other.http.patch(path, json={"token": "x"})]
    tries += [other.http.post(f"{path}/{action}", json={}) for action in ("test", "secret")]
    tries += [other.http.get(issue), other.http.delete(issue), other.http.post(f"{issue}/refresh")]
    tries += [other.http.post(each, json={"tracker": shop.tracker}) for each in (issue, f"/v1/backlog/{item}/issue")]
    assert [(await each).status_code for each in tries] == [404] * len(tries)


async def test_an_issue_is_created_read_and_let_go(shop):
    path = f"/v1/backlog/{shop.item}/issue"
    before = (await shop.caller.http.get(path)).json()
    assert before["issue"] is None
    assert [each["id"] for each in before["trackers"]] == [shop.tracker]
    answer = await shop.caller.http.post(path, json={"tracker": shop.tracker, "language": "ko"})
    assert (answer.status_code, answer.json()["issue"]["moving"]) == (202, True)
    again = await shop.caller.http.post(path, json={"tracker": shop.tracker})
    assert again.status_code == 409
    await shop.engine.settle()
    issue = (await shop.caller.http.get(path)).json()["issue"]
    assert (issue["key"], issue["state"], issue["trouble"]) == (shop.provider.key, "open", None)
    assert len(shop.provider.made()) == 1
    assert (await shop.caller.http.delete(path)).status_code == 204
    assert (await shop.caller.http.get(path)).json()["issue"] is None
    assert (await shop.caller.http.delete(path)).status_code == 404


async def test_an_issue_that_is_there_is_linked_by_its_number_and_followed(shop):
    path = f"/v1/backlog/{shop.item}/issue"
    await shop.decide(status="in_progress")
    nonsense = await shop.caller.http.post(path, json={"tracker": shop.tracker, "issue": "the one we spoke of"})
    assert nonsense.json()["type"] == "urn:voc:problem:no-issue-named"
    assert (await shop.caller.http.post(f"{path}/refresh")).status_code == 404
    await shop.caller.http.post(path, json={"tracker": shop.tracker})
    await shop.engine.settle()
    await shop.caller.http.delete(path)
    linked = await shop.caller.http.post(path, json={"tracker": shop.tracker, "issue": shop.provider.key})
    assert linked.status_code == 202
    await shop.engine.settle()
    shop.provider.close()
    assert (await shop.caller.http.post(f"{path}/refresh")).status_code == 202
    await shop.engine.settle()
    assert (await shop.caller.http.get(path)).json()["issue"]["state"] == "done"
    assert (await shop.read())["status"] == "shipped"


async def test_readers_see_an_issue_and_make_none(new_caller, shop):
    reader, path = await new_caller(Scope.read, workspace=shop.workspace), f"/v1/backlog/{shop.item}/issue"
    assert (await reader.http.get(path)).status_code == 200
    tries = [reader.http.post(path, json={"tracker": shop.tracker}), reader.http.delete(path)]
    tries += [reader.http.post(f"{path}/refresh")]
    assert [(await each).status_code for each in tries] == [403] * len(tries)
