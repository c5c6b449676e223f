"""The service's channels over HTTP, for commands."""

import time
from typing import Any

import httpx

from voc.cli.survey_service import KeyRefused, RequestRefused, ServiceUnreachable
from voc.errors import Invalid, NotFound, VocError

UNDER_WAY = ("queued", "sending")
_LOOK_SECONDS = 0.5


class Channels:
    """The providers of the workspace that the client's key belongs to."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def all(self) -> list[dict[str, Any]]:
        """Every provider that can be connected."""
        return list(self._call("GET", "/v1/channels")["items"])

    def one(self, kind: str) -> dict[str, Any]:
        """One provider.

        Raises:
            NotFound: there is none of that kind.
        """
        return self._call("GET", f"/v1/channels/{kind}")

    def connect(self, kind: str, values: dict[str, str]) -> dict[str, Any]:
        """Connect a provider or change these of its settings; the others stay.

        Raises:
            NotFound: there is none of that kind.
            Invalid: it has no such setting, or one does not fit.
        """
        known = self.one(kind)
        names = [field["name"] for field in known["fields"]]
        if strange := sorted(set(values) - set(names)):
            raise Invalid(f"{known['title']} has no setting {', '.join(strange)}. It has {', '.join(names)}.")
        return self._call("PUT", f"/v1/channels/{kind}", json=known["values"] | values)

    def disconnect(self, kind: str) -> None:
        """Forget a provider and its secrets."""
        self._call("DELETE", f"/v1/channels/{kind}")

    def test(self, kind: str, to: str, text: str, *, wait_seconds: float) -> dict[str, Any]:
        """Send a test message and look what becomes of it, for so long; returns the delivery.

        Raises:
            NotFound: nothing of that kind is connected.
            Invalid: `to` is no address of its channel.
        """
        id_ = self._call("POST", f"/v1/channels/{kind}/test", json={"to": to, "text": text})["id"]
        until = time.monotonic() + wait_seconds
        while True:
            delivery = self._call("GET", f"/v1/deliveries/{id_}")
            if delivery["status"] not in UNDER_WAY or time.monotonic() >= until:
                return delivery
            time.sleep(_LOOK_SECONDS)

    def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise ServiceUnreachable(f"The service at {self._client.base_url} does not answer ({error}).") from error
        if response.status_code == 204:
            return {}
        try:
            said = response.json()
        except ValueError:
            said = None
        if response.is_success and isinstance(said, dict):
            return said
        raise _error(response, said if isinstance(said, dict) else {})


def _error(response: httpx.Response, problem: dict[str, Any]) -> VocError:
    detail = str(problem.get("detail") or f"It answered {response.status_code} to {response.url.path}.")
    errors = problem.get("errors")
    values = {"errors": errors} if isinstance(errors, list) else {}
    status = response.status_code
    if status in (401, 403):
        return KeyRefused(f"{detail} Pass a key with scope admin (make one with `voc key create`).")
    if status == 404:
        return NotFound(detail)
    if status == 429 or status >= 500:
        return ServiceUnreachable(f"{detail} Try again in a moment.")
    if status == 400:
        places = [f"{each.get('pointer', '')}: {each.get('message', '')}" for each in values.get("errors", ())]
        return Invalid("\n  ".join(["This does not fit:", *places]) if places else detail, **values)
    return RequestRefused(detail, **values)
