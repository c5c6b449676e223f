"""Ask a language model that the operator has set: any server with OpenAI's chat completions.

Whoever asks takes personal data out first, and judges what comes back: it is written by a program that strangers' words
may have told anything.
"""

import asyncio
import json
import re
from typing import Any

import httpx
from pydantic import BaseModel, Field

from voc.settings import Completions

FAILURES = (TimeoutError, httpx.HTTPError, httpx.InvalidURL, ValueError)
"""What `complete` raises: nobody there, too slow, refused, or not an answer."""
_THOUGHT = re.compile(r"^.*</think>", re.DOTALL)
"""What models that think aloud say before they answer."""


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Reply(BaseModel):
    """What we read of a chat completion."""

    choices: list[_Choice] = Field(min_length=1)


def client(model: Completions) -> httpx.AsyncClient:
    """Where it is asked; redirects are not followed."""
    return httpx.AsyncClient(timeout=model.timeout_seconds, follow_redirects=False)


async def complete(http: httpx.AsyncClient, model: Completions, system: str, said: Any, *, limit_bytes: int) -> str:
    """What the model answers, asked once, without what it thought aloud.

    Neither temperature nor a limit of tokens is sent: some models refuse them, and time is limited anyway.

    Args:
        http: see `client`.
        model: whom to ask; its URL is set.
        system: what to do.
        said: the material, sent as JSON.
        limit_bytes: of the whole answer.

    Raises:
        any of `FAILURES`.
    """
    material = json.dumps(said, ensure_ascii=False)
    messages = [{"role": "system", "content": system}, {"role": "user", "content": material}]
    headers = {"authorization": f"Bearer {key}"} if (key := model.key.get_secret_value()) else {}
    url = f"{str(model.url).rstrip('/')}/chat/completions"
    content = b""
    async with asyncio.timeout(model.timeout_seconds):  # a drop now and then would outlive httpx's own
        body = {"model": model.model, "messages": messages}
        async with http.stream("POST", url, json=body, headers=headers) as response:
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > limit_bytes:
                    raise ValueError("more than was asked for")
    return _THOUGHT.sub("", _Reply.model_validate_json(content).choices[0].message.content)
