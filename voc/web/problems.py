"""Errors become RFC 9457 problems for programs, and pages for people.

Plain exception handlers instead of Litestar's `ProblemDetailsPlugin`: its conversion sees the error but
not the request, so it cannot answer a page route with a page, and its own one swaps title and detail.
"""

import re
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import msgspec
import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap, Scope
from litestar.utils import normalize_path
from pydantic import Field
from pydantic import ValidationError as PydanticError
from pymongo.errors import ConnectionFailure, ExecutionTimeout

from voc.errors import Invalid, Unavailable, VocError
from voc.values import Value
from voc.web.pages import error_page

log = structlog.get_logger("voc.web")

_JSON_ROOTS = ("/v1", "/c", "/hooks", "/health", "/metrics", "/schema/openapi.json")
_JSON_PREFIXES = tuple(root + "/" for root in _JSON_ROOTS)
_FOREIGN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_PLAIN = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    413: "The body is larger than this address accepts.",
    500: "The error is recorded under the request id. Nothing was changed unless a page says so.",
}


class Problem(Value):
    """What is told about an error, in whichever format."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    values: dict[str, Any] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)


def wants_json(path: str) -> bool:
    """Whether programs, not people, call `path`: they send a bearer key and read problems."""
    return path.startswith(_JSON_PREFIXES) or path in _JSON_ROOTS


def request_id(scope: Scope) -> str:
    """The id of this request in answers and logs: the caller's, if it is a plain one, or a new one."""
    state: dict[str, Any] = scope.setdefault("state", {})
    if "request_id" not in state:
        sent = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
        state["request_id"] = sent if _FOREIGN_ID.fullmatch(sent) else secrets.token_hex(8)
    return str(state["request_id"])


def exception_handlers() -> ExceptionHandlersMap:
    """What `create_app` hands to Litestar."""
    return {
        VocError: _answering(_named),
        ValidationException: _answering(_invalid_request),
        HTTPException: _answering(_http),
        ConnectionFailure: _answering(_no_database),
        ExecutionTimeout: _answering(_no_database),
        Exception: _answering(_unforeseen),
    }


def invalid(error: PydanticError, *, at: str = "") -> Invalid:
    """A body that breaks its schema, as an error that names each place by JSON pointer below `at`."""
    found = [
        {"pointer": at + pointer(each["loc"]), "message": each["msg"].removeprefix("Value error, ")}
        for each in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    return Invalid("The body breaks a rule; `errors` says where.", errors=found)


def pointer(location: tuple[int | str, ...]) -> str:
    """`("items", 0, "a/b")` as an RFC 6901 pointer, `/items/0/a~1b`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in location)


def _answering(describe: Callable[[Any], Problem]) -> Callable[[Request[Any, Any, Any], Any], Response[Any]]:
    def handler(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        problem = describe(error)
        if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _record(request, problem, error)
        if wants_json(normalize_path(request.scope["path"])):
            return _problem(request, problem)
        if problem.status == HTTPStatus.UNAUTHORIZED:
            return _to_sign_in(request)
        return _page(request, problem)

    return handler


def _record(request: Request[Any, Any, Any], problem: Problem, error: Exception) -> None:
    # the route and not the address: personal links are keys
    path = request.scope.get("path_template") or "unknown"
    known = {"request_id": request_id(request.scope), "method": request.method, "path": path}
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        log.warning("unavailable", reason=f"{type(error).__name__}: {error}"[:300], **known)
    else:
        log.error("request failed", exc_info=error, **known)


def _problem(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    content = {
        **problem.values,
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "request_id": request_id(request.scope),
    }
    return Response(
        content, status_code=problem.status, headers=_headers(problem), media_type="application/problem+json"
    )


def _page(request: Request[Any, Any, Any], problem: Problem) -> Response[Any]:
    request.scope.setdefault("auth", None)
    answer: Any = error_page(
        request,
        status=problem.status,
        title=problem.title,
        detail=problem.detail,
        request_id=request_id(request.scope),
    )
    answer.headers.update(_headers(problem))
    return answer


def _headers(problem: Problem) -> dict[str, str]:
    headers = dict(problem.headers)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = 'Bearer realm="voc"'
    if "retry_after_seconds" in problem.values:
        headers["retry-after"] = str(problem.values["retry_after_seconds"])
    return headers


def _to_sign_in(request: Request[Any, Any, Any]) -> Response[Any]:
    """To the sign-in page and back here; HTMX must be told to leave the page, or it would swap a form into it."""
    htmx = request.headers.get("hx-request") == "true"
    here = request.headers.get("hx-current-url", "") if htmx else str(request.url)
    back = "/" + here.partition("://")[2].partition("/")[2]
    readable = htmx or request.method in ("GET", "HEAD")
    target = f"/login?next={quote(back, safe='')}" if readable else "/login"
    if htmx:
        return Response("", status_code=401, media_type=MediaType.HTML, headers={"hx-redirect": target})
    return Redirect(target, status_code=303)


def _named(error: VocError) -> Problem:
    return Problem(
        status=error.status,
        title=error.title,
        detail=error.detail,
        type=f"urn:voc:problem:{error.slug}",
        values=error.values,
    )


def _invalid_request(error: ValidationException) -> Problem:
    """Litestar's own finding about a parameter or a `JSONBody`."""
    found = []
    for each in error.extra if isinstance(error.extra, list) else []:
        key = str(each.get("key", ""))
        place = {"parameter": key} if each.get("source") not in (None, "body") else {"pointer": _dotted(key)}
        found.append({**place, "message": each.get("message", "is not valid")})
    return _named(Invalid("The request breaks a rule; `errors` says where.", errors=found))


def _of_the_name_of_a_dependency(error: msgspec.ValidationError) -> Problem:
    """Litestar takes a body's field for the dependency of that name, and what is wrong with it for a fault of ours."""
    found = [
        {"pointer": pointer(tuple(each.get("loc", ()))), "message": each.get("msg", "is not valid")}
        for each in getattr(error, "errors", [])
    ]
    return _named(Invalid("The request breaks a rule; `errors` says where.", errors=found))


def _dotted(key: str) -> str:
    return "" if key in ("", "data") else pointer(tuple(key.split(".")))


def _http(error: HTTPException) -> Problem:
    if isinstance(error.__cause__, msgspec.ValidationError):
        return _of_the_name_of_a_dependency(error.__cause__)
    phrase = HTTPStatus(error.status_code).phrase
    told = error.detail if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR else ""
    detail = told if told and told.lower() != phrase.lower() else _PLAIN.get(error.status_code, phrase + ".")
    return Problem(status=error.status_code, title=phrase, detail=detail, headers=error.headers or {})


def _no_database(_: Exception) -> Problem:
    return _named(
        Unavailable("The database does not answer. Nothing was stored; send it again.", retry_after_seconds=2)
    )


def _unforeseen(_: Exception) -> Problem:
    return Problem(status=500, title="Something went wrong", detail=_PLAIN[500])
