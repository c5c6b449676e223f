"""One way to speak to a provider: JSON through `voc.egress`, and what went wrong as a `TrackerTrouble`."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from voc import egress
from voc.clock import Clock
from voc.trackers.domain import TrackerTrouble, Trouble
from voc.webhooks.domain import retry_after

ANSWER_LIMIT_BYTES = 8 * 1024 * 1024
"""A page of a hundred issues with long texts."""
CALL_SECONDS = 10.0
DETAIL_CHARACTERS = 300
_SAID_IN = ("message", "error", "error_description", "errorMessages", "errors")
_BY_STATUS = {
    401: Trouble.token,
    403: Trouble.forbidden,
    404: Trouble.missing,
    410: Trouble.off,
    408: Trouble.down,
    429: Trouble.busy,
}


class Api:
    """A provider's API with its credentials."""

    def __init__(self, http: httpx.AsyncClient, url: str, headers: Mapping[str, str], clock: Clock) -> None:
        """`url`: what paths follow."""
        self._http, self._url, self._headers, self._clock = http, url, dict(headers), clock

    async def call(self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None) -> Any:
        """Call it, and read what it answers; None where that is empty.

        Raises:
            TrackerTrouble: it did not do it, or nobody knows whether it did (`Trouble.down`).
        """
        said, _ = await self.answered(method, path, body, query=query)
        return said

    async def answered(
        self, method: str, path: str, body: Any = None, *, query: Mapping[str, Any] | None = None
    ) -> tuple[Any, Mapping[str, str]]:
        """As `call`, with the answer's headers by name in small letters."""
        request = self._http.build_request(
            method, self._url + path, params=dict(query or {}), headers=self._headers, json=body
        )
        try:
            answer = await egress.call(self._http, request, seconds=CALL_SECONDS, limit_bytes=ANSWER_LIMIT_BYTES)
        except egress.AddressRefused as error:
            raise TrackerTrouble(error.detail, reason=Trouble.address) from error
        except egress.Unreachable as error:
            raise TrackerTrouble(error.detail, reason=Trouble.down) from error
        return self._read(answer), answer.headers

    def _read(self, answer: egress.Answer) -> Any:
        if answer.status == 204 or (answer.status in range(200, 300) and not answer.body):
            return None
        try:
            said = json.loads(answer.body)
        except ValueError:
            said = None
        if answer.status in range(200, 300) and said is not None:
            return said
        reason = _reason(answer)
        detail = " ".join(f"HTTP {answer.status} {words(said)}".split())[:DETAIL_CHARACTERS]
        asked = retry_after(answer.headers.get("retry-after"), now=self._clock())
        raise TrackerTrouble(detail, reason=reason, asked=asked, said=said)


def words(said: Any) -> str:
    """What an answer says of an error: GitHub and GitLab in `message`, Jira in two fields, Linear in a list."""
    if isinstance(said, str):
        return said
    if isinstance(said, list):
        return "; ".join(filter(None, map(words, said)))
    if isinstance(said, dict):
        told = [said[name] for name in _SAID_IN if name in said]
        return "; ".join(filter(None, map(words, told or said.values())))
    return ""


def asked_to_wait(trouble: TrackerTrouble) -> timedelta | None:
    """How long the provider wants to be left alone, if it said so."""
    return trouble.values.get("asked")


def _reason(answer: egress.Answer) -> Trouble:
    spent = answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers
    if answer.status == 403 and spent:  # how GitHub says 429
        return Trouble.busy
    if answer.status in range(300, 400):  # a project that was moved or renamed; redirects are not followed
        return Trouble.missing
    if answer.status >= 500 or answer.status in range(200, 300):
        return Trouble.down
    return _BY_STATUS.get(answer.status, Trouble.refused)
