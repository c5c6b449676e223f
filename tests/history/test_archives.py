"""Whoever asks what is kept about them gets all of it as they gave it, and nothing of anybody else."""

import io
import json
import zipfile
from typing import Any

import pytest
from litestar import Litestar
from living import lives

from tests.people import member
from tests.surveying import publish, response
from voc.accounts.domain import Role
from voc.audit.documents import AuditEntry

pytestmark = pytest.mark.asyncio(loop_scope="session")

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 64
SAID = "Call me, 010-2345-6789: <b>it is slow</b>"


def opened(content: bytes) -> tuple[dict[str, Any], dict[str, str], dict[str, bytes]]:
    """The records, the pages by name, and the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        within = {name: packed.read(name) for name in packed.namelist()}
    pages = {name: each.decode() for name, each in within.items() if name.endswith(".html")}
    return json.loads(within["everything.json"]), pages, {n: each for n, each in within.items() if n[:6] == "files/"}


async def archive(caller: Any, customer: str) -> tuple[dict[str, Any], dict[str, str], dict[str, bytes]]:
    """What a program downloads."""
    answer = await caller.http.get(f"/v1/customers/{customer}/archive")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    return opened(answer.content)


async def test_everything_that_is_kept_is_in_it(caller: Any, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SAID)
    await lives(caller, watch, "u2", "somebody else's words")
    asked = [{"id": "proof", "type": "file", "text": {"en": "A photo"}}]
    survey = await publish(caller, questions=asked)
    query = {"survey": survey["id"], "question": "proof", "name": "../my photo.png"}
    sent = await caller.http.post(f"/c/{caller.workspace}/files", params=query, content=PNG)
    mine = response(survey, answers={"proof": [sent.json()["id"]]}, customer="u1")
    assert (await caller.http.post("/v1/responses", json=mine)).status_code == 202
    records, pages, files = await archive(caller, "u1")
    for name in ("records", "consents", "events", "messages", "deliveries", "responses", "feedback"):
        assert SAID in json.dumps(records[name], ensure_ascii=False), name
    assert "asked" in records
    assert {each["address"] for each in records["identities"]} == {"u1@example.test"}
    assert records["records"][0]["id"] == me
    assert [content for content in files.values()] == [PNG]
    assert not any(".." in name.split("/") for name in files)
    everything = json.dumps(records, ensure_ascii=False) + "".join(pages.values())
    assert "somebody else" not in everything
    assert "u2@example.test" not in everything
    assert "v1:" not in everything
    assert not {"lease_until", "blind", "workspace"} & set().union(
        *(row for name in ("feedback", "messages") for row in records[name])
    )


async def test_it_can_be_read_in_both_languages_and_nothing_in_it_runs(caller: Any, watch: Any) -> None:
    await lives(caller, watch, "u1", SAID)
    _, pages, _ = await archive(caller, "u1")
    assert sorted(pages) == ["index.en.html", "index.ko.html"]
    assert "Everything that is kept about" in pages["index.en.html"]
    assert "보관된 모든 기록" in pages["index.ko.html"]
    for page in pages.values():
        assert "&lt;b&gt;it is slow" in page
        assert "<b>it" not in page
        assert not [word for word in ("<script", "http:", "src=") if word in page]


async def test_who_downloaded_it_is_on_record(caller: Any, app: Litestar, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SAID)
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        assert f"/customers/{me}/archive" in (await admin.http.get(f"/customers/{me}")).text
        records, _, _ = opened((await admin.http.get(f"/customers/{me}/archive")).content)
        assert records["records"][0]["id"] == me
    found = await AuditEntry.get_pymongo_collection().find({"workspace": {"$eq": caller.workspace}}).to_list()
    (entry,) = [each for each in found if each["action"] == "customer.exported"]
    assert (entry["by"], entry["subject"]) == ("member", me)
    happened = (await caller.http.get(f"/v1/customers/{me}/timeline", params={"kind": "event"})).json()["items"]
    assert "contacts_revealed" in [each["fields"]["happened"] for each in happened]


@pytest.mark.parametrize("role", [Role.product, Role.marketing, Role.agent, Role.analyst, Role.viewer])
async def test_only_administrators_get_it(caller: Any, app: Litestar, watch: Any, role: Role) -> None:
    me = await lives(caller, watch, "u1", SAID)
    async with member(app, caller.workspace, watch, role) as other:
        assert (await other.http.get(f"/customers/{me}/archive")).status_code in (403, 404)
        assert "/archive" not in (await other.http.get(f"/customers/{me}")).text


async def test_strangers_and_other_workspaces_get_nothing(caller: Any, new_caller: Any, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SAID)
    other = await new_caller()
    assert (await other.http.get(f"/v1/customers/{me}/archive")).status_code == 404
    assert (await caller.http.get("/v1/customers/nobody/archive")).status_code == 404
