"""Feedback over HTTP in lists, patient with a service that is restarting.

Sending is safe to repeat, since every item carries its own submission id; so whatever is not
certainly answered is sent again.
"""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
from ulid import ULID

from voc.imports.errors import KeyRefused, RequestRefused, ServiceUnreachable

FIRST_WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 10.0
_SAME_CLOCK_SECONDS = 2.0


class Sender:
    """Posts lists of feedback to one service with one key."""

    def __init__(
        self,
        client: httpx.Client,
        *,
        patience_seconds: float,
        waiting: Callable[[str | None], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`waiting` hears why nothing moves, and None when it moves again."""
        self._client = client
        self._patience_seconds = patience_seconds
        self._waiting = waiting
        self._sleep = sleep

    def send(self, bodies: Sequence[bytes]) -> list[dict[str, Any]]:
        """What became of each feedback, in order: `status` with `id` or `error`.

        Raises:
            ServiceUnreachable: no answer within the patience.
            KeyRefused: the key is unknown or may not write.
            RequestRefused: an answer that repeating would not change.
        """
        began = time.monotonic()
        started_at = datetime.now(UTC)
        attempt = 0
        while True:
            try:
                response = self._post(bodies)
            except _TryLater as reason:
                attempt += 1
                self._wait(attempt, reason, began)
                continue
            self._waiting(None)
            if response.status_code == 413 and len(bodies) > 1:
                return self._halves(bodies)
            items = _items(response, len(bodies))
            return [_own(item, started_at) for item in items] if attempt else items

    def _post(self, bodies: Sequence[bytes]) -> httpx.Response:
        content = b"[" + b",".join(bodies) + b"]"
        try:
            response = self._client.post("/v1/feedback", content=content, headers={"content-type": "application/json"})
        except httpx.TransportError as error:
            raise _TryLater(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__) from error
        if response.status_code == 429 or response.status_code >= 500:
            raise _TryLater(f"status {response.status_code}", _retry_after(response))
        return response

    def _wait(self, attempt: int, reason: "_TryLater", began: float) -> None:
        passed = time.monotonic() - began
        if passed >= self._patience_seconds:
            raise ServiceUnreachable(
                f"The service at {self._client.base_url} did not answer for {passed:.0f} seconds ({reason}). "
                "What was sent before is stored; run the same command again to continue."
            )
        self._waiting(str(reason))
        wait = min(FIRST_WAIT_SECONDS * 2 ** (attempt - 1), LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0)
        self._sleep(min(max(wait, reason.after_seconds), self._patience_seconds))

    def _halves(self, bodies: Sequence[bytes]) -> list[dict[str, Any]]:
        middle = len(bodies) // 2
        return self.send(bodies[:middle]) + self.send(bodies[middle:])


class _TryLater(Exception):
    """Not answered, or answered that it would work later."""

    def __init__(self, reason: str, after_seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.after_seconds = after_seconds


def _retry_after(response: httpx.Response) -> float:
    written = response.headers.get("retry-after", "")
    return min(float(written), 60.0) if written.isdigit() else 0.0


def _items(response: httpx.Response, count: int) -> list[dict[str, Any]]:
    if response.status_code in (401, 403):
        raise KeyRefused(f"The service refused the key: {_detail(response)} Pass one with the scope `write` by --key.")
    if response.status_code == 413:
        return [{"status": "rejected", "error": "the service finds it too large"}]
    if response.status_code != 200:
        raise RequestRefused(f"The service answered {response.status_code}: {_detail(response)}")
    items = response.json()["items"]
    if len(items) != count:
        raise RequestRefused(f"The service answered for {len(items)} of {count} items; is it another version?")
    return items


def _detail(response: httpx.Response) -> str:
    try:
        problem = response.json()
        return str(problem.get("detail") or problem.get("title") or problem)[:500]
    except (ValueError, AttributeError):
        return response.text[:200]


def _own(item: dict[str, Any], started_at: datetime) -> dict[str, Any]:
    """A duplicate that an unanswered attempt of ours stored counts as stored; its id says when it was."""
    try:
        stored_at = ULID.from_str(str(item["id"]).partition("_")[2]).datetime
    except (KeyError, ValueError):
        return item
    ours = item["status"] == "duplicate" and (stored_at - started_at).total_seconds() >= -_SAME_CLOCK_SECONDS
    return item | {"status": "stored"} if ours else item
