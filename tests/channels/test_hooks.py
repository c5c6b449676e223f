"""Every adapter's webhook, called over HTTP on the whole application: what is ours is stored once, the rest never."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar

from tests.channels.recorded_webhooks import RECORDED, Recorded, payload
from voc.channels.adapters import ADAPTERS

KINDS = sorted(RECORDED)
KEPT = ("messages", "webhooks_seen", "suppressions", "deliveries", "feedback", "customers")
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
Headers = dict[str, bytes]


class Hook:
    """A provider that calls the address which a workspace gave it."""

    def __init__(self, http: httpx.AsyncClient, database: Any, kind: str, workspace: str, watch: Any) -> None:
        self.http, self.database, self.kind, self.workspace, self.watch = http, database, kind, workspace, watch
        self.path = f"/hooks/{kind.replace('.', '/', 1)}/{workspace}"

    @property
    def recorded(self) -> Recorded:
        return RECORDED[self.kind]

    def sealed(self, body: bytes | None = None, later: timedelta = timedelta()) -> bytes:
        """The recorded body or another one, with what is signed inside."""
        return self.recorded.sealed(self.watch() + later, body)

    def headers(self, body: bytes | None = None, later: timedelta = timedelta()) -> Headers:
        """What the provider sends along with a body."""
        sent = self.sealed(later=later) if body is None else body
        signed = self.recorded.headers(sent, self.watch() + later, f"http://voc.test{self.path}")
        return {name: value.encode("latin-1") for name, value in signed.items()}

    async def post(self, body: bytes | None = None, headers: Headers | None = None) -> httpx.Response:
        """The recorded request, or another body or other headers."""
        sent = self.sealed() if body is None else body
        given = self.headers(sent) if headers is None else headers
        raw = [(name.encode("latin-1"), value) for name, value in given.items()]
        return await self.http.post(self.path, content=sent, headers=raw)

    async def kept(self) -> dict[str, int]:
        """How much of it is on disk, by collection."""
        mine = {"workspace": self.workspace}
        return {name: len(await self.database[name].find(mine).to_list()) for name in KEPT}


@pytest_asyncio.fixture(loop_scope="session")
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a key or a session."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as client:
        yield client


@pytest.fixture
def connect(http: httpx.AsyncClient, database: Any, new_caller: Any, watch: Any) -> Any:
    """Connects a provider in a fresh workspace, as a program does; with `config` differing from the recorded one."""

    async def make(kind: str, **config: str) -> Hook:
        caller = await new_caller()
        made = await caller.http.put(f"/v1/channels/{kind}", json=RECORDED[kind].config | config)
        assert made.status_code == 200, made.text
        return Hook(http, database, kind, caller.workspace, watch)

    return make


def flipped(data: bytes, at: int) -> bytes:
    """With the lowest bit of one byte turned: another letter, not another spelling of the same."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def is_problem(answer: httpx.Response, *statuses: int) -> bool:
    """Refused as this service refuses."""
    said = answer.headers.get("content-type", "")
    return answer.status_code in statuses and said.startswith("application/problem+json")


def test_every_adapter_with_a_webhook_is_tried_here() -> None:
    assert {kind for kind, adapter in ADAPTERS.items() if adapter.receives} == set(RECORDED)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_a_provider_sends_is_stored_once(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    first = await hook.post()
    assert first.status_code == 200, first.text
    kept = await hook.kept()
    assert kept["messages"] == hook.recorded.messages
    assert kept["webhooks_seen"] >= 1, "a refusal in it is remembered, too"
    again = await hook.post()
    assert is_problem(again, 403)
    assert again.json()["type"].endswith("replayed")
    assert await hook.kept() == kept


@pytest.mark.parametrize("kind", KINDS)
async def test_what_comes_several_times_at_once_is_stored_once(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    answers = await asyncio.gather(*(hook.post() for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {200, 403}
    assert (await hook.kept())["messages"] == hook.recorded.messages


@pytest.mark.parametrize("kind", [kind for kind in KINDS if RECORDED[kind].signs_time])
async def test_what_a_provider_signs_anew_is_acknowledged_and_not_stored_again(
    connect: Any, kind: str, watch: Any
) -> None:
    hook = await connect(kind)
    await hook.post()
    kept = await hook.kept()
    watch.turn(timedelta(minutes=1))
    assert (await hook.post()).status_code == 200
    assert (await hook.kept())["messages"] == kept["messages"]


def forgeries(hook: Hook) -> list[tuple[str, bytes, Headers]]:
    """(what was done, body, headers): each is the recorded request with one thing wrong."""
    body, headers = hook.sealed(), hook.headers()
    made = []
    for name in hook.recorded.fields:
        start = body.index(name.encode() + b"=") + len(name) + 1
        made.append((f"{name} bit", flipped(body, start), headers))
        made.append((f"{name} missing", body[: start - 2] + body[start - 1 :], headers))
    for name in hook.recorded.proofs:
        value = headers[name]
        without = {each: headers[each] for each in headers if each != name}
        made.append((f"{name} missing", body, without))
        others = {
            "empty": b"",
            "not ASCII": "서명".encode(),
            "Latin-1": b"\xe9\xff",
            "long": b"0" * 5_000,
            "space": b" ",
        }
        others |= {f"bit {at}": flipped(value, at) for at in (0, len(value) // 2, len(value) - 1)}
        made += [(f"{name} {what}", body, headers | {name: other}) for what, other in others.items()]
    if hook.recorded.signs_body:
        ends = (0, len(body) // 3, len(body) // 2, len(body) - 1)
        made += [(f"body bit {at}", flipped(body, at), headers) for at in ends]
        made += [("empty", b"", headers), ("longer", body + b" ", headers), ("shorter", body[:-2], headers)]
        made += [("not ASCII", "한글".encode(), headers), ("not UTF-8", b"\xff\xfe", headers)]
        made += [("huge", body + b"x" * 300_000, headers)]
    return made


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_changed_on_its_way_is_refused_and_leaves_nothing(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    before = await hook.kept()
    for what, body, headers in forgeries(hook):
        answer = await hook.post(body, headers)
        assert is_problem(answer, 401), f"{what}: {answer.status_code} {answer.text}"
        assert await hook.kept() == before, what
    assert (await hook.post()).status_code == 200


@pytest.mark.parametrize("kind", [kind for kind in KINDS if RECORDED[kind].signs_time])
@pytest.mark.parametrize("later", [timedelta(seconds=-301), timedelta(seconds=301), timedelta(days=-400)])
async def test_what_was_signed_at_another_time_is_stale(connect: Any, kind: str, later: timedelta) -> None:
    hook = await connect(kind)
    answer = await hook.post(hook.sealed(later=later), hook.headers(later=later))
    assert is_problem(answer, 401)
    assert answer.json()["type"].endswith("stale")
    assert (await hook.kept())["messages"] == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_the_key_of_another_workspace_opens_nothing(connect: Any, kind: str) -> None:
    hook = await connect(kind, **RECORDED[kind].other_secret)
    before = await hook.kept()
    assert is_problem(await hook.post(), 401)
    assert await hook.kept() == before


@pytest.mark.parametrize("kind", KINDS)
async def test_another_providers_request_is_no_request_of_this_one(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    keys = {json.dumps(RECORDED[kind].config)}
    strangers = [each for each in KINDS if json.dumps(RECORDED[each].config) not in keys]
    for stranger in strangers:
        other = Hook(hook.http, hook.database, stranger, hook.workspace, hook.watch)
        assert is_problem(await hook.post(other.sealed(), other.headers()), 401), stranger
    assert (await hook.kept())["messages"] == 0


NONSENSE = [b"", b"null", b"[]", b"{}", b"0", b'"\xed\xa0\x80"', b"\xff\xfe", "한글".encode(), b"{", b"[" * 50_000]
NONSENSE += [b'{"events": {}}', b'{"object": 1, "entry": "x"}', b'{"type": [], "event": 0}', b"payload=%7B&payload=x"]
NONSENSE += [b'{"userRequest": 3}', b'{"event": "added"}', b"%ff=%00&From=%00&Body=%00&MessageSid=%00", b"\0"]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_body_that_says_nothing_is_no_fault_of_ours_though_well_signed(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    for body in NONSENSE:
        if kind == "sms.twilio" and not body.isascii():
            continue  # the signature covers decoded fields: there is none for what cannot be decoded
        answer = await hook.post(hook.sealed(body))
        assert answer.status_code == 200 or is_problem(answer, 400, 401, 403), f"{body[:40]!r}: {answer.text}"
    assert (await hook.kept())["messages"] == 0


async def test_a_body_beyond_every_provider_is_not_read(connect: Any) -> None:
    hook = await connect("line.messaging")
    answer = await hook.post(b'{"events": []}' + b" " * 27 * 1024 * 1024)
    assert is_problem(answer, 413)
    assert (await hook.kept())["webhooks_seen"] == 0


async def test_an_address_where_nothing_is_connected_tells_nothing(connect: Any, new_caller: Any) -> None:
    hook = await connect("line.messaging")
    empty = await new_caller()
    said = []
    for workspace in ("ws_00000000000000000000000000", empty.workspace, "a" * 300, "한글", "%00"):
        answer = await hook.http.post(f"/hooks/line/messaging/{workspace}", content=hook.recorded.body)
        assert is_problem(answer, 404), answer.text
        said.append({name: answer.json()[name] for name in ("type", "title", "status", "detail")})
    assert all(each == said[0] for each in said)
    for path in ("line/other", "fax/acme", "line.messaging/x", "email/smtp", "%00/%ff"):
        assert is_problem(await hook.http.post(f"/hooks/{path}/{hook.workspace}", content=b"{}"), 404)


async def test_a_disconnected_provider_is_a_stranger(connect: Any, new_caller: Any) -> None:
    hook = await connect("slack.events")
    caller = await new_caller(workspace=hook.workspace)
    assert (await caller.http.delete("/v1/channels/slack.events")).status_code == 204
    assert is_problem(await hook.post(), 404)


@pytest.mark.parametrize("kind", KINDS)
async def test_looking_whether_we_are_there_stores_nothing(connect: Any, kind: str) -> None:
    hook = await connect(kind)
    before = await hook.kept()
    for query in ("", "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong", "?hub.challenge=%ff%00"):
        answer = await hook.http.get(hook.path + query)
        assert is_problem(answer, 401, 404), answer.text
    assert await hook.kept() == before


async def test_meta_and_slack_get_their_challenges_back_as_plain_text(connect: Any) -> None:
    meta, slack = await connect("messenger.meta"), await connect("slack.events")
    query = {"hub.mode": "subscribe", "hub.challenge": "<script>1158201444", "hub.verify_token": "meatyhamhock"}
    greeted = await meta.http.get(meta.path, params=query)
    assert (greeted.status_code, greeted.text) == (200, "<script>1158201444")
    assert greeted.headers["content-type"].startswith("text/plain")
    assert greeted.headers["x-content-type-options"] == "nosniff"
    answer = await slack.post(payload("slack/url_verification.json"))
    assert (answer.status_code, answer.text) == (200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
    assert (await slack.kept())["webhooks_seen"] == 0


async def test_a_signature_that_covers_no_body_is_good_for_one(connect: Any) -> None:
    hook = await connect("email.mailgun")
    assert (await hook.post()).status_code == 200
    kept = await hook.kept()
    assert is_problem(await hook.post(hook.sealed().replace(b"CAAq-mailgun-1", b"CAAq-mailgun-2")), 403)
    assert await hook.kept() == kept


async def test_kakao_is_answered_in_its_own_way(connect: Any) -> None:
    hook = await connect("kakao.channel")
    answer = await hook.post()
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["version"] == "2.0"


async def test_whoever_blocks_a_channel_is_written_to_no_more_until_they_come_back(connect: Any) -> None:
    line, kakao = await connect("line.messaging"), await connect("kakao.channel")
    assert (await line.post(payload("line/message_follow_unfollow.json"))).status_code == 200
    assert (await line.kept())["suppressions"] == 1
    for file, suppressed in (("kakao/blocked.json", 1), ("kakao/added.json", 0)):
        assert (await kakao.post(payload(file))).status_code == 200
        assert (await kakao.kept())["suppressions"] == suppressed


async def test_words_with_signs_that_no_database_holds_are_kept_without_them(connect: Any) -> None:
    hook = await connect("messenger.meta")
    body = payload("meta/message.json").replace(b"hello, world!", b"nul \\u0000 and \\ud83d\\ude42")
    assert (await hook.post(body)).status_code == 200
    [message] = await hook.database["messages"].find({"workspace": hook.workspace}).to_list()
    assert message["text"] == "nul  and 🙂"


@pytest_asyncio.fixture(loop_scope="session", params=KINDS)
async def any_hook(connect: Any, request: pytest.FixtureRequest) -> Hook:
    """Each provider in its turn."""
    hook: Hook = await connect(request.param)
    return hook


@FEW
@given(st.binary(max_size=400), st.data())
async def test_strangers_are_refused_whatever_they_send(any_hook: Hook, body: bytes, data: st.DataObject) -> None:
    header = st.binary(max_size=80).map(lambda value: value.translate(None, b"\r\n\0"))
    proofs = data.draw(st.fixed_dictionaries(dict.fromkeys(any_hook.recorded.proofs, header)))
    answer = await any_hook.post(body, {"content-type": any_hook.recorded.content_type.encode()} | proofs)
    assert is_problem(answer, 401), answer.text


@FEW
@given(st.data())
async def test_a_changed_body_that_is_well_signed_is_never_a_fault(any_hook: Hook, data: st.DataObject) -> None:
    """The provider's own mistakes, and what a new version of its API may send."""
    body = any_hook.recorded.body
    at = data.draw(st.integers(0, len(body) - 1))
    letters = st.text('0"{}[]:,\\ntu%&=\0' if any_hook.kind == "sms.twilio" else '0"{}[]:,\\ntu가\0', max_size=3)
    changed = body[:at] + data.draw(letters).encode() + body[at + data.draw(st.integers(0, 40)) :]
    answer = await any_hook.post(any_hook.sealed(changed))
    assert answer.status_code == 200 or is_problem(answer, 400, 401, 403), answer.text


async def test_contacts_among_what_a_program_says_are_kept_where_nobody_reads_them(connect: Any, database: Any) -> None:
    hook = await connect("api.standard")
    told = {"email": "kim@example.test", "phone": "+821012345678", "plan": "pro"}
    body = json.dumps({"type": "feedback.said", "data": {"text": "Late", "customer": "c-1", "attributes": told}})
    assert (await hook.post(body.encode())).status_code == 200
    (row,) = await database["messages"].find({"workspace": hook.workspace}).to_list()
    assert row["attributes"]["plan"] == "pro"
    assert "kim@" not in str(row)
    assert "12345678" not in str(row)
