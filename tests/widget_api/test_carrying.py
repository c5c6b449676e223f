"""Files on their way, what browsers keep, and what a page of another site may read of an answer."""

import asyncio

import pytest

from tests.surveying import Visitor, publish
from voc.responses import uploads

FILE = {"id": "proof", "type": "file", "text": {"en": "A photo?"}}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
async def send_file(app, caller):
    """Sends a file as ASGI messages; returns the status, and what was said."""

    async def send(receive):
        survey, sent = await publish(caller, questions=[FILE]), []
        query = f"survey={survey['id']}&question=proof&name=x.png".encode()
        headers = [(b"host", b"voc.test"), (b"content-type", b"image/png")]
        scope = {"type": "http", "method": "POST", "path": f"/c/{caller.workspace}/files", "query_string": query}
        scope |= {"headers": headers, "http_version": "1.1", "scheme": "http", "raw_path": b"", "root_path": ""}
        await app(scope | {"client": ("127.0.0.1", 1), "server": ("voc.test", 80)}, receive, _keeper(sent))
        return sent[0]["status"], sent[-1]["body"].decode()

    return send


def _keeper(sent):
    async def keep(message):
        sent.append(message)

    return keep


async def test_who_leaves_in_the_middle_of_a_file_is_no_fault_of_ours(send_file, database):
    messages = [{"type": "http.request", "body": PNG, "more_body": True}]
    before = await database.uploads.count_documents({})

    async def receive():
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    assert (await send_file(receive))[0] == 400
    assert await database.uploads.count_documents({}) == before


async def test_a_file_that_never_ends_is_not_waited_for(send_file, monkeypatch):
    monkeypatch.setattr(uploads, "DEADLINE_SECONDS", 0.05)

    async def receive():
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    status, said = await send_file(receive)
    assert (status, "slow-body" in said) == (408, True)


async def test_a_browser_that_has_a_version_is_not_sent_it_again(caller):
    survey = await publish(caller)
    path = f"/c/{caller.workspace}/surveys/{survey['id']}"
    tag = (await Visitor(caller).read(f"/surveys/{survey['id']}")).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        answer = await caller.http.get(path, headers={"if-none-match": sent})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", tag)
    await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"name": "New"})
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert (await caller.http.get(path, headers={"if-none-match": tag})).status_code == 200


async def test_a_page_of_another_site_may_read_when_to_send_again(caller):
    for answer in (await Visitor(caller).read(), await Visitor(caller).send("/asks", {})):
        assert answer.headers["access-control-expose-headers"] == "retry-after"


async def test_who_has_begun_may_send_a_file_to_a_paused_survey(caller):
    survey = await publish(caller, questions=[FILE])
    query = {"survey": survey["id"], "question": "proof", "name": "x.pdf"}
    sent = {}
    for action in ("pause", "close"):
        await caller.http.post(f"/v1/surveys/{survey['id']}/{action}")
        answer = await caller.http.post(f"/c/{caller.workspace}/files", params=query, content=b"just text")
        sent[action] = answer.json().get("type", "").rsplit(":", 1)[-1]
    assert sent == {"pause": "wrong-file-type", "close": "survey-closed"}
