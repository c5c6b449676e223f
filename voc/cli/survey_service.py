"""The service's surveys over HTTP, for commands."""

from typing import Any, Literal

import httpx
from pydantic import ValidationError

from voc.errors import Invalid, NotFound, VocError
from voc.surveys.definition import Definition
from voc.surveys.schemas import SurveyOut

Action = Literal["created", "changed", "unchanged"]


class ServiceUnreachable(VocError):
    """Nobody answers, or answers only that it cannot now."""

    slug, title, status, transient = "service-unreachable", "The service does not answer", 503, True


class KeyRefused(VocError):
    """The API key is missing, unknown or may not do this."""

    slug, title, status = "key-refused", "The key was refused", 401


class RequestRefused(VocError):
    """The service answered something that repeating would not change; `errors` may list where."""

    slug, title, status = "request-refused", "The service refused", 409


class Surveys:
    """The surveys of the workspace that the client's key belongs to."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def all(self) -> list[SurveyOut]:
        """Every survey, the oldest first."""
        found: list[SurveyOut] = []
        page: dict[str, Any] = {"next": None}
        while True:
            query = {"cursor": page["next"]} if page["next"] else {}
            page = self._call("GET", "/v1/surveys", params=query)
            found += [_survey(each) for each in page["items"]]
            if not page.get("next"):
                return found

    def one(self, id_: str) -> SurveyOut:
        """One survey.

        Raises:
            NotFound: not in this workspace.
        """
        return _survey(self._call("GET", f"/v1/surveys/{id_}"))

    def create(self, definition: Definition) -> SurveyOut:
        """A new draft."""
        return _survey(self._call("POST", "/v1/surveys", json=_body(definition)))

    def change(self, survey: SurveyOut, definition: Definition) -> SurveyOut:
        """The draft replaced as a whole, unless somebody changed it since `survey` was read."""
        body = _body(definition) | {"revision": survey.revision}
        return _survey(self._call("PATCH", f"/v1/surveys/{survey.id}", json=body))

    def publish(self, id_: str) -> SurveyOut:
        """The draft frozen as a version that takes answers.

        Raises:
            RequestRefused: the draft has errors.
        """
        return _survey(self._call("POST", f"/v1/surveys/{id_}/publish"))

    def _call(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            response = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise ServiceUnreachable(f"The service at {self._client.base_url} does not answer ({error}).") from error
        if response.is_success:
            return _json(response)
        raise _error(response, path)


def _survey(value: Any) -> SurveyOut:
    try:
        return SurveyOut.model_validate(value)
    except ValidationError as error:
        raise RequestRefused("This service speaks of surveys in another way. Is it of another release?") from error


def _body(definition: Definition) -> dict[str, Any]:
    return definition.model_dump(mode="json", include=set(Definition.model_fields))


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        value = response.json()
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise RequestRefused(f"What answers at {response.url} is not this service.")
    return value


def _error(response: httpx.Response, path: str) -> VocError:
    problem = _json(response) if "json" in response.headers.get("content-type", "") else {}
    detail = str(problem.get("detail") or f"It answered {response.status_code} to {path}.")
    errors = problem.get("errors")
    values = {"errors": errors} if isinstance(errors, list) else {}
    if response.status_code in (401, 403):
        return KeyRefused(f"{detail} Pass a key with scopes read and write (make one with `voc key create`).")
    if response.status_code == 404:
        return NotFound(detail)
    if response.status_code == 429 or response.status_code >= 500:
        return ServiceUnreachable(f"{detail} Try again in a moment.")
    return Invalid(detail, **values) if response.status_code == 400 else RequestRefused(detail, **values)
