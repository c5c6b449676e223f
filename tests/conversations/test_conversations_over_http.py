"""Conversations through the doors that customers use: a provider's webhook, the worker, the dispatcher."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest_asyncio
from litestar import Litestar
from phones import Phone

from tests.channels.recorded_webhooks import payload
from tests.engine import Engine, declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from voc.channels.domain import Channel
from voc.conversations import service
from voc.conversations.service import Errand, Respondent
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import resolve
from voc.surveys import queries as surveys

KEY = "kakao-admin-key-0123456789"


class Kakao:
    """Somebody in KakaoTalk."""

    def __init__(self, http: httpx.AsyncClient, workspace: str, user: str) -> None:
        self.http, self.workspace, self.user = http, workspace, user

    async def says(self, words: str) -> str:
        """Write; the answer is what the bubbles show."""
        body = json.loads(payload("kakao/skill.json"))
        body["userRequest"] |= {"utterance": words, "user": {"id": self.user, "type": "accountId", "properties": {}}}
        headers = {"authorization": f"KakaoAK {KEY}", "x-request-id": uuid4().hex}
        answer = await self.http.post(f"/hooks/kakao/channel/{self.workspace}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        outputs = answer.json().get("template", {}).get("outputs", [])
        return "\n".join(each["simpleText"]["text"] for each in outputs)


@pytest_asyncio.fixture(loop_scope="session")
async def kakao(app: Litestar, caller: Any) -> AsyncIterator[Kakao]:
    """A connected channel, and somebody who has added it."""
    made = await caller.http.put("/v1/channels/kakao.channel", json={"admin_key": KEY})
    assert made.status_code == 200, made.text
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        yield Kakao(http, caller.workspace, uuid4().hex)


async def test_kakao_is_answered_in_the_response(kakao: Kakao, caller: Any, watch: Any, settings: Any) -> None:
    phone = Phone(caller, watch, settings, kakao.user, Channel.kakao)
    claim = Claim(kind=IdentityKind.kakao, value=kakao.user)
    person = await resolve(caller.workspace, [claim], now=watch(), source="test")
    made = await caller.http.post("/v1/surveys", json={"name": "NPS"})
    await caller.http.post(f"/v1/surveys/{made.json()['id']}/publish")
    survey = await surveys.version(caller.workspace, made.json()["id"])
    who = Respondent(ref=person.ref, channel=Channel.kakao, address=kakao.user, language="ko")
    assert await service.begin(survey, who, Errand(sender="Acme"), now=watch()) is not None
    assert "0~10" in await kakao.says("글쎄요 잘 모르겠어요")
    assert "감사" in await kakao.says("9점인데 배송이 느려요")
    assert (await phone.responses())[0]["answers"]["nps"] == 9
    assert "수신거부" in await kakao.says("수신거부")
    assert await kakao.says("수신거부") == ""


async def test_kakao_is_answered_even_if_a_worker_is_faster(kakao: Kakao, engine: Engine) -> None:  # noqa: F811
    asked = asyncio.create_task(kakao.says("도움말"))
    for _ in range(20):
        await engine.settle(1)
        await asyncio.sleep(0.01)
    assert "수신거부" in await asked


async def test_the_dispatcher_has_messages_taken_and_conversations_reminded(
    phone: Phone,
    engine: Engine,  # noqa: F811
) -> None:
    await phone.is_asked()
    await engine.settle()
    await phone.writes("Where is my parcel?")
    await engine.settle()
    assert await phone.feedback() == ["Where is my parcel?"]
    phone.watch.turn(timedelta(hours=25))
    await engine.settle()
    assert [each["status"] for each in await phone.deliveries()] == ["sent"] * 3
    phone.watch.turn(timedelta(hours=48))
    await engine.settle()
    row = await phone.row()
    assert (row["run"]["state"], row["state"]) == ("expired", "done")
