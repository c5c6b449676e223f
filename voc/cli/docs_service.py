"""Documents over HTTP, patient with a service that is restarting: what is sent twice is kept once."""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from voc.errors import VocError
from voc.faq.sources.domain import ADVICE, FILE_LIMIT_BYTES, Refusal
from voc.imports.errors import KeyRefused, RequestRefused, ServiceUnreachable

_LONGEST_WAIT_SECONDS = 10.0
_LOOK_SECONDS = 1.0
PENDING, FILE = "pending", "file"
NOT_TAKEN = (400, 422)


class Refused(VocError):
    """The service does not take a document; the detail says what to do."""

    slug, title = "refused", "Not taken"


class Docs:
    """The sources of one workspace."""

    def __init__(
        self, client: httpx.Client, *, patience_seconds: float, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client, self._patience_seconds, self._sleep = client, patience_seconds, sleep

    def give(self, address: str, path: Path) -> dict[str, Any]:
        """What became of a file: `{id, address, outcome}`.

        Raises:
            Refused: it is not taken.
            OSError: the file cannot be read.
        """
        if path.stat().st_size > FILE_LIMIT_BYTES:
            raise Refused(ADVICE[Refusal.large])
        body = path.read_bytes()
        return self._json("POST", "/v1/faq-sources", params={"address": address}, content=body)

    def fetch(self, urls: Sequence[str]) -> list[dict[str, Any]]:
        """What became of each page: `{url, id, error}`."""
        items: list[dict[str, Any]] = self._json("POST", "/v1/faq-sources/pages", json={"urls": list(urls)})["items"]
        return items

    def within(self, folder: str) -> dict[str, str]:
        """Files that were given before from a folder, by id the address."""
        found: dict[str, str] = {}
        cursor: str | None = ""
        while cursor is not None:
            page = self._json("GET", "/v1/faq-sources", params={"cursor": cursor} if cursor else {})
            own = [each for each in page["items"] if each["kind"] == FILE and each["address"].startswith(folder)]
            found |= {each["id"]: each["address"] for each in own}
            cursor = page["next"]
        return found

    def remove(self, id_: str) -> None:
        """Forget a source; entries that cite it become stale."""
        self._json("DELETE", f"/v1/faq-sources/{id_}")

    def settled(self, ids: Sequence[str], *, seconds: float, looked: Callable[[int], None]) -> list[dict[str, Any]]:
        """The sources once they are read, or as far as they are when the time is over.

        `looked` hears how many are settled.
        """
        known: dict[str, dict[str, Any]] = {}
        ends = time.monotonic() + seconds
        while True:
            for id_ in ids:
                if known.get(id_, {"state": PENDING})["state"] == PENDING:
                    known[id_] = self._json("GET", f"/v1/faq-sources/{id_}")
            left = sum(each["state"] == PENDING for each in known.values())
            looked(len(ids) - left)
            if not left or time.monotonic() >= ends:
                return [known[id_] for id_ in ids]
            self._sleep(_LOOK_SECONDS)

    def _json(self, method: str, path: str, **request: Any) -> Any:
        began, attempt = time.monotonic(), 0
        while True:
            try:
                response = self._client.request(method, path, **request)
                reason = f"status {response.status_code}"
            except httpx.TransportError as error:
                response, reason = None, type(error).__name__
            if response is not None and response.status_code != 429 and response.status_code < 500:
                return _read(response)
            attempt += 1
            if time.monotonic() - began >= self._patience_seconds:
                raise ServiceUnreachable(
                    f"The service at {self._client.base_url} did not answer ({reason}). What was sent before is kept; "
                    "run the same command again to continue."
                )
            self._sleep(min(0.25 * 2**attempt, _LONGEST_WAIT_SECONDS) * random.uniform(0.5, 1.0))


def _read(response: httpx.Response) -> Any:
    if response.status_code in (401, 403):
        raise KeyRefused("The service refused the key. Pass one with the scope `write` by --key.")
    if response.status_code in NOT_TAKEN:
        raise Refused(_detail(response))
    if not response.is_success:
        raise RequestRefused(f"The service answered {response.status_code}: {_detail(response)}")
    return response.json() if response.content else None


def _detail(response: httpx.Response) -> str:
    try:
        return str(response.json()["detail"])[:500]
    except (ValueError, KeyError, TypeError):
        return response.text[:200]
