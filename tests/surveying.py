"""Surveys and visitors of whole-application tests."""

import json
from typing import Any
from uuid import uuid4

import httpx

NPS = {"id": "nps", "type": "nps", "text": {"en": "How likely?", "ko": "추천하시겠어요?"}, "required": True}
WHY = {"id": "why", "type": "text", "text": {"en": "Why?", "ko": "왜 그런가요?"}}
ALWAYS = {"every_days": 0}


async def publish(caller: Any, **fields: Any) -> dict[str, Any]:
    """A published survey of the caller's workspace; an NPS score and the reason, unless `fields` say otherwise."""
    body = {"name": "After delivery", "questions": [NPS, WHY]} | fields
    made = await caller.http.post("/v1/surveys", json=body)
    assert made.status_code == 201, made.text
    live = await caller.http.post(f"/v1/surveys/{made.json()['id']}/publish")
    assert live.status_code == 200, live.text
    answer: dict[str, Any] = live.json()
    return answer


def response(survey: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A response with an id of its own."""
    return {"survey": survey["id"], "submission_id": uuid4().hex, "answers": {"nps": 9}} | fields


class Visitor:
    """Somebody's browser on a company's page, without a key or a cookie."""

    def __init__(self, caller: Any, project: str | None = None, origin: str | None = None) -> None:
        self.http: httpx.AsyncClient = caller.http
        self.project = project or caller.workspace
        self.headers = {"authorization": ""} | ({"origin": origin} if origin else {})

    async def read(self, path: str = "", **query: str) -> httpx.Response:
        """GET below the project."""
        return await self.http.get(f"/c/{self.project}{path}", params=query, headers=self.headers)

    async def send(self, path: str, body: Any) -> httpx.Response:
        """POST below the project, as a page of another site may without a preflight."""
        headers = self.headers | {"content-type": "text/plain;charset=UTF-8"}
        return await self.http.post(f"/c/{self.project}{path}", content=json.dumps(body), headers=headers)

    async def ask(self, survey: dict[str, Any], visitor: str = "v1", **fields: Any) -> dict[str, Any]:
        """May I ask?"""
        answer = await self.send("/asks", {"survey": survey["id"], "visitor": visitor} | fields)
        assert answer.status_code == 200, answer.text
        verdict: dict[str, Any] = answer.json()
        return verdict
