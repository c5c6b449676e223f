"""Pages of the second step: taking it at signing in, and setting it up."""

from typing import Annotated, Any

import segno
from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect
from pydantic import Field

from voc.accounts import own, queries, second_step, sessions
from voc.accounts.authentication import sent_token, session_cookie
from voc.accounts.cookies import device, halfway_cookie, halfway_name
from voc.accounts.domain import CodeWrong, PasswordWrong, StepEnded, TooManyAttempts
from voc.accounts.pages import enters
from voc.clock import Clock
from voc.errors import NotFound
from voc.settings import Settings
from voc.values import Principal, Resource, Scope, Value
from voc.web.clients import client_address
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.paths import local_path

Anybody = Request[Any, Any, Any]
Caller = Request[Any, Principal, Any]
HERE = "/settings/security"


class CodeForm(Value):
    """A code, and what follows."""

    code: str = Field(default="", max_length=64)
    next: str = Field(default="/", max_length=2048)
    password: str = Field(default="", max_length=1024)
    csrf_token: str = Field(default="", alias="_csrf_token")


class SecondStepPages(Controller):
    """For whoever is halfway in."""

    include_in_schema = False
    opt = {"public": True}
    request_max_body_size = 16 * 1024

    @get("/login/code")
    async def form(
        self, request: Anybody, next_path: Annotated[str | None, QueryParameter(name="next")] = None
    ) -> Response[Any]:
        """Asks for the code."""
        return _asked(request, local_path(next_path))

    @post("/login/code", status_code=303)
    async def take(
        self,
        request: Anybody,
        data: URLEncodedBody[CodeForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[Any]:
        """Open a session, or say why not."""
        back = local_path(data.next)
        try:
            opened = await sessions.take_second_step(
                request.cookies.get(halfway_name(settings), ""),
                data.code,
                address=client_address(request, settings.trusted_proxies),
                replaces=sent_token(request.scope, session_cookie(settings)),
                device=device(request),
                now=clock(),
            )
        except StepEnded:
            return Redirect("/login", status_code=303)
        except (CodeWrong, TooManyAttempts) as error:
            return _asked(request, back, wrong=error.slug, status=error.status)
        answer = enters(opened, settings, back)
        answer.set_cookie(halfway_cookie(settings, "", lasts=second_step.HALFWAY * 0))
        return answer


class SecurityPages(Controller):
    """For everybody who is signed in, about themselves."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.write, Resource.own)]

    @get()
    async def overview(self, request: Caller) -> Response[Any]:
        """Whether there is a second step."""
        return await _page(request)

    @post("/begin", status_code=303)
    async def begin(self, request: Caller, clock: NamedDependency[Clock]) -> Response[Any]:
        """A new secret to be put into an app."""
        try:
            await second_step.begin(request.auth.workspace, request.auth.who, now=clock())
        except StepEnded:
            return Redirect(HERE, status_code=303)
        return Redirect(f"{HERE}/app", status_code=303)

    @get("/app")
    async def app(self, request: Caller) -> Response[Any]:
        """The picture to scan, and the field that confirms it."""
        return await _app(request)

    @post("/confirm", status_code=200, audit="second-step.turned-on")
    async def confirm(
        self,
        request: Caller,
        data: URLEncodedBody[CodeForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[Any]:
        """Turn it on; the recovery codes are shown here and nowhere else. Everywhere else one is signed out."""
        workspace, who = request.auth.workspace, request.auth.who
        try:
            codes = await second_step.confirm(workspace, who, data.code, now=clock())
        except CodeWrong as error:
            return await _app(request, wrong=True, status=error.status)
        except StepEnded:
            return Redirect(HERE, status_code=303)
        await own.end_others(workspace, who, cookie=sent_token(request.scope, session_cookie(settings)))
        return page(request, "accounts/recovery.html", {"codes": codes})

    @post("/remove", status_code=303, audit="second-step.turned-off")
    async def remove(
        self,
        request: Caller,
        data: URLEncodedBody[CodeForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[Any]:
        """Turn it off, by the password."""
        workspace, who = request.auth.workspace, request.auth.who
        address = client_address(request, settings.trusted_proxies)
        try:
            await own.prove(workspace, who, data.password, address=address, now=clock())
        except (PasswordWrong, TooManyAttempts) as error:
            return await _page(request, wrong=error.slug, status=error.status)
        await second_step.remove(workspace, who)
        return Redirect(HERE, status_code=303)


def _asked(request: Anybody, back: str, *, wrong: str = "", status: int = 200) -> Response[Any]:
    return page(request, "accounts/code.html", {"back": back, "wrong": wrong}, status=status)


async def _page(request: Caller, *, wrong: str = "", status: int = 200) -> Response[Any]:
    step = await second_step.of(request.auth.who)
    return page(request, "accounts/security.html", {"step": step, "wrong": wrong}, status=status)


async def _app(request: Caller, *, wrong: bool = False, status: int = 200) -> Response[Any]:
    workspace, who = request.auth.workspace, request.auth.who
    try:
        secret = await second_step.pending(workspace, who)
    except NotFound:
        return Redirect(HERE, status_code=303)
    person = await queries.member_of(workspace, who)
    picture = segno.make(second_step.address_of(secret, person.email), error="m")
    # dark on light whatever the page's colours: apps read no other
    image = picture.svg_data_uri(scale=5, border=3, dark="#000", light="#fff")
    context = {"image": image, "words": second_step.spelled(secret), "wrong": wrong}
    return page(request, "accounts/app.html", context, status=status)
