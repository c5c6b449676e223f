"""Reports that come before the provider's answer to the call that they are about."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from tests.channels.signed import from_twilio
from tests.inviting import Company, company, declared_tasks, post  # noqa: F401  pytest finds fixtures by name
from tests.loopback import reply, serving
from voc.channels import tidying
from voc.channels.documents import EarlyReport
from voc.outbox import Chore
from voc.queue import Task

pytestmark = pytest.mark.usefixtures("company", "post")
TOKEN, PEOPLE = "12345", "phone\n+821012345678\n"
Before = Callable[[str, dict[str, str]], Awaitable[None]]
"""What happens, by the message's id and form, before the call is answered."""


@asynccontextmanager
async def twilio(before: Before, *, answers: bool = True) -> AsyncIterator[str]:
    """Twilio's API while the block runs; yields its address."""

    async def serve(_: dict[bytes, bytes], content: bytes, writer: asyncio.StreamWriter) -> None:
        form = {name: each[0] for name, each in parse_qs(content.decode()).items()}
        await before("SM" + "7" * 32, form)
        if not answers:
            raise ConnectionError
        writer.write(reply(json.dumps({"sid": "SM" + "7" * 32, "status": "queued"}).encode(), 201, last=True))

    async with serving(serve) as url:
        yield url


class Told:
    """Twilio's reports to a workspace."""

    def __init__(self, company: Company, watch: Any) -> None:  # noqa: F811
        self.company, self.watch = company, watch
        self.hook = f"http://voc.test/hooks/sms/twilio/{company.workspace}"

    async def connect(self, api_url: str, **fields: str) -> None:
        """Send through this Twilio."""
        account = {"account_sid": "AC" + "0" * 32, "auth_token": TOKEN, "sender": "+15017122661"}
        await self.company.ok("PUT", "/v1/channels/sms.twilio", json=account | fields | {"api_url": api_url})

    async def report(self, url: str, sid: str, status: str, **fields: str) -> None:
        """One report, signed as Twilio signs."""
        body = urlencode({"MessageSid": sid, "MessageStatus": status, "To": "+821012345678"} | fields).encode()
        signed = from_twilio(body, url, TOKEN)
        answer = await self.company.http.post(url, content=body, headers=signed.headers)
        assert answer.status_code == 200, answer.text

    async def sent(self) -> dict[str, Any]:
        """The one delivery, with its history."""
        (found,) = (await self.company.ok("GET", "/v1/deliveries"))["items"]
        whole: dict[str, Any] = await self.company.ok("GET", f"/v1/deliveries/{found['id']}")
        return whole


@pytest.fixture
def told(company: Company, watch: Any) -> Told:  # noqa: F811
    """For a company whose Twilio is not connected yet."""
    return Told(company, watch)


async def test_a_report_that_names_our_delivery_finds_it(told: Told, post: Any) -> None:  # noqa: F811
    async def before(sid: str, form: dict[str, str]) -> None:
        assert form["StatusCallback"].startswith(told.hook + "?source=twilio&delivery=dlv_")
        await told.report(form["StatusCallback"], sid, "delivered")

    async with twilio(before) as api_url:
        await told.connect(api_url, status_url=told.hook + "?source=twilio")
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    assert (await told.sent())["status"] == "delivered"
    assert [each["state"] for each in await told.company.invitations()] == ["delivered"]


async def test_an_unanswered_call_is_settled_by_its_report(told: Told, post: Any) -> None:  # noqa: F811
    callbacks = []

    async def before(sid: str, form: dict[str, str]) -> None:
        callbacks.append((form["StatusCallback"], sid))

    async with twilio(before, answers=False) as api_url:
        await told.connect(api_url, status_url=told.hook)
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    assert (await told.sent())["status"] == "held"
    await told.report(*callbacks[0], "delivered")
    assert (await told.sent())["status"] == "delivered"


async def test_our_id_in_the_address_is_signed_with_it(told: Told, post: Any) -> None:  # noqa: F811
    async def before(sid: str, form: dict[str, str]) -> None:
        body = urlencode({"MessageSid": sid, "MessageStatus": "delivered"}).encode()
        signed = from_twilio(body, told.hook + "?delivery=dlv_" + "0" * 26, TOKEN)
        answer = await told.company.http.post(form["StatusCallback"], content=body, headers=signed.headers)
        assert answer.status_code == 401

    async with twilio(before) as api_url:
        await told.connect(api_url, status_url=told.hook)
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    assert (await told.sent())["status"] == "sent"


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["read"], "opened"),
        (["sent", "undelivered"], "bounced"),
    ],
)
async def test_a_report_by_twilios_id_alone_waits_for_it(
    told: Told,
    post: Any,  # noqa: F811
    reports: list[str],
    status: str,
) -> None:
    async def before(sid: str, form: dict[str, str]) -> None:
        assert "StatusCallback" not in form
        for each in reports:
            await told.report(told.hook, sid, each, ErrorCode="30005" if each == "undelivered" else "")

    async with twilio(before) as api_url:
        await told.connect(api_url)
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    assert (await told.sent())["status"] == status
    kept = str(await EarlyReport.get_pymongo_collection().find({"workspace": told.company.workspace}).to_list())
    assert "12345678" not in kept


async def test_reports_about_other_peoples_messages_are_not_kept(told: Told, post: Any) -> None:  # noqa: F811
    async def before(sid: str, form: dict[str, str]) -> None:
        """Answered at once."""

    async with twilio(before) as api_url:
        await told.connect(api_url)
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    await told.report(told.hook, "SM" + "8" * 32, "delivered")
    kept = EarlyReport.get_pymongo_collection()
    assert await kept.find_one({"workspace": told.company.workspace}) is None


async def test_what_a_crash_left_is_taken_and_then_forgotten(told: Told, post: Any, settings: Any) -> None:  # noqa: F811
    async def before(sid: str, form: dict[str, str]) -> None:
        await told.report(told.hook, "SM" + "9" * 32, "delivered")

    async with twilio(before) as api_url:
        await told.connect(api_url)
        await told.company.campaign(PEOPLE, channels=["sms"])
        await post.settle()
    assert (await told.sent())["status"] == "sent"
    mine = {"workspace": told.company.workspace}
    deliveries = EarlyReport.get_pymongo_collection().database.deliveries
    await deliveries.update_one(mine, {"$set": {"provider_id": "SM" + "9" * 32}})
    chores = Chore.get_pymongo_collection()
    for _ in range(2):
        told.watch.turn(timedelta(days=1, minutes=1))
        chore = await chores.find_one(mine | {"task": Task.tidy_channels.value})
        assert await tidying.run(chore["_id"], now=told.watch(), work=settings.work)
    assert (await told.sent())["status"] == "delivered"
    assert await EarlyReport.get_pymongo_collection().find_one(mine) is None
