"""`voc channel`, through its front door, against the application itself."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.commands import Command
from tests.providers import provider
from voc.channels import service
from voc.channels.delivery import deliver, only_suppression
from voc.channels.documents import ChannelSetup, Delivery
from voc.values import Scope

TWILIO = ["account_sid=AC0123456789abcdef0123456789abcdef", "sender=+15017122661"]


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Call `voc channel` with a key, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return Command(app, monkeypatch, "channel")


async def test_every_provider_is_listed_with_its_address(run, caller):
    listed = json.loads((await run(caller.key, "list", "--json")).stdout)["channels"]
    addresses = {each["kind"]: each["webhook_url"] for each in listed}
    assert addresses["sms.twilio"] == f"http://voc.test/hooks/sms/twilio/{caller.workspace}"
    assert not any(each["connected"] for each in listed)
    shown = (await run(caller.key, "list")).stdout
    assert all(each["kind"] in shown and (each["webhook_url"] or "") in shown for each in listed)


async def test_a_provider_is_connected_changed_and_removed(run, caller, tmp_path):
    (tmp_path / "token").write_text("token of ours\n", "utf-8")
    made = await run(caller.key, "set", "sms.twilio", *TWILIO, "auth_token=@token", "--json")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["connected"] is True
    assert "token of ours" not in made.output
    assert "history" not in made.stderr
    changed = await run(caller.key, "set", "sms.twilio", "sender=+15005550006")
    assert f"/hooks/sms/twilio/{caller.workspace}" in changed.stdout
    (twilio,) = await service.setups(caller.workspace)
    assert twilio.config.sender == "+15005550006"
    assert twilio.config.account_sid == TWILIO[0].partition("=")[2]
    assert twilio.config.auth_token.get_secret_value() == "token of ours"
    assert (await run(caller.key, "remove", "sms.twilio", "--json")).exit_code == 0
    assert await service.setups(caller.workspace) == []


async def test_secrets_come_from_the_standard_input_too(run, caller):
    made = await run(caller.key, "set", "sms.twilio", *TWILIO, "auth_token=-", stdin="@from stdin\n")
    assert made.exit_code == 0, made.output
    (twilio,) = await service.setups(caller.workspace)
    assert twilio.config.auth_token.get_secret_value() == "@from stdin"
    assert "from stdin" not in json.dumps(await ChannelSetup.get_pymongo_collection().find({}).to_list())


async def test_a_secret_on_the_command_line_is_taken_with_a_warning(run, caller):
    made = await run(caller.key, "set", "sms.twilio", *TWILIO, "auth_token=@@12345")
    assert made.exit_code == 0
    assert "auth_token=@FILE" in made.stderr
    (twilio,) = await service.setups(caller.workspace)
    assert twilio.config.auth_token.get_secret_value() == "@12345"


async def test_without_values_it_says_what_is_needed(run, caller):
    shown = await run(caller.key, "set", "sms.solapi")
    assert shown.exit_code == 0
    assert "api_secret*" in shown.stdout
    assert "(secret)" in shown.stdout
    found = json.loads((await run(caller.key, "set", "sms.solapi", "--json")).stdout)
    assert [field["name"] for field in found["fields"]] == ["api_key", "api_secret", "sender", "webhook_secret"]


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["set", "sms.nobody", "a=b"], 1, "no such adapter"),
        (["set", "sms.twilio", "account_sid=AC1"], 1, "/account_sid: "),
        (["set", "sms.twilio", "account_sid=AC1"], 1, "/auth_token: "),
        (["set", "sms.twilio", "token=1"], 1, "It has account_sid, auth_token"),
        (["set", "sms.twilio", "auth_token=@nowhere"], 1, "nowhere cannot be read"),
        (["set", "sms.twilio", "auth_token"], 2, "Write NAME=VALUE"),
        (["set", "sms.twilio", "a=-", "b=-"], 2, "only one"),
        (["remove", "sms.nobody"], 1, "no such adapter"),
        (["test", "sms.twilio", "+821012345678"], 1, "Nothing is connected"),
    ],
)
async def test_what_cannot_be_done_is_said(run, caller, words, exit_code, said):
    result = await run(caller.key, *words)
    assert result.exit_code == exit_code
    assert said in result.stderr
    assert await service.setups(caller.workspace) == []


async def test_a_key_without_the_scope_is_refused(run, new_caller):
    reader = await new_caller(Scope.read)
    result = await run(reader.key, "list")
    assert result.exit_code == 1
    assert "scope admin" in result.stderr


@pytest_asyncio.fixture(loop_scope="session")
async def sms(caller, settings, watch) -> AsyncIterator[Any]:
    """A provider on loopback, connected, and a worker that sends whatever is queued."""
    async with provider(lambda body: "no" if "wrong" in body["text"] else "ok") as made:
        await service.connect(caller.workspace, "sms.http", {"url": made.url, "id_field": "id"}, now=watch())

        async def work() -> None:
            while True:
                rows = await Delivery.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
                watch.turn(timedelta(milliseconds=1))
                await deliver([row["_id"] for row in rows], gate=only_suppression, settings=settings, clock=watch)
                await asyncio.sleep(0.1)

        worker = asyncio.create_task(work())
        yield made
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def test_a_test_message_is_looked_after(run, caller, sms):
    result = await run(caller.key, "test", "sms.http", "010-1234-5678", "--text", "Is this on?")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("sent: +82")
    assert [each["text"] for each in sms.taken] == ["Is this on?"]


async def test_a_refused_test_message_ends_the_command_with_1(run, caller, sms):
    result = await run(caller.key, "test", "sms.http", "+821012345678", "--text", "wrong", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "failed"
    told = await run(caller.key, "test", "sms.http", "+821012345678", "--text", "wrong again")
    assert "\nfailed: HTTP 4" in f"\n{told.stderr}"
    assert sms.taken == []


async def test_without_a_worker_it_says_so(run, caller, watch):
    await service.connect(caller.workspace, "sms.http", {"url": "http://127.0.0.1:9/"}, now=watch())
    result = await run(caller.key, "test", "sms.http", "+821012345678", "--wait", "0")
    assert result.exit_code == 1
    assert "Is a worker running?" in result.stderr
