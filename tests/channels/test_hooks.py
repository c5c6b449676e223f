"""Every adapter's webhook, called over HTTP on the whole application: what is ours is stored once, the rest never."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.channels.forgeries import forgeries
from tests.channels.hook_calling import Hook, is_problem
from tests.channels.recorded_webhooks import RECORDED
from voc.channels.adapters import ADAPTERS

KINDS = sorted(RECORDED)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


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
    before = await hook.kept()
    answer = await hook.post(hook.sealed(later=later), hook.headers(later=later))
    assert is_problem(answer, 401)
    assert answer.json()["type"].endswith("stale")
    assert await hook.kept() == before


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
