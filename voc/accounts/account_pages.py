"""The page of one's own account: the password, and where one is signed in."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect
from pydantic import Field

from voc.accounts import own, queries, sessions
from voc.accounts.authentication import sent_token, session_cookie
from voc.accounts.cookies import cookie, device
from voc.accounts.domain import SESSION_LIFE, PasswordWrong, TooManyAttempts
from voc.clock import Clock
from voc.errors import Invalid, NotFound
from voc.settings import Settings
from voc.values import Principal, Resource, Scope, Value
from voc.web.clients import client_address
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
Text = Annotated[str, Field(max_length=1024)]
HERE = "/settings/account"


class PasswordForm(Value):
    """A change of password."""

    present: Text = ""
    new: Text = ""
    csrf_token: str = Field(default="", alias="_csrf_token")


class AccountPages(Controller):
    """For everybody who is signed in, about themselves."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.read, Resource.own)]

    @get()
    async def overview(
        self,
        request: Caller,
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        done: FromQuery[str] = "",
    ) -> Response[Any]:
        """Who one is, the form for another password, and every browser."""
        return await _page(request, clock, settings, done=done)

    @post("/password", status_code=303, audit="password.changed", guards=[requires(Scope.write, Resource.own)])
    async def change_password(
        self,
        request: Caller,
        data: URLEncodedBody[PasswordForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[Any]:
        """Another password; everywhere else one is signed out."""
        try:
            opened = await own.change_password(
                request.auth.workspace,
                request.auth.who,
                present=data.present,
                new=data.new,
                cookie=_token(request, settings),
                address=client_address(request, settings.trusted_proxies),
                device=device(request),
                now=clock(),
            )
        except (PasswordWrong, TooManyAttempts, Invalid) as error:
            return await _page(request, clock, settings, wrong=error.slug, status=error.status)
        answer: Response[Any] = Redirect(f"{HERE}?done=password", status_code=303)
        answer.set_cookie(cookie(settings, opened.token, lasts=SESSION_LIFE))
        return answer

    @post("/sessions/{session_id:str}/end", status_code=303, guards=[requires(Scope.write, Resource.own)])
    async def end(self, request: Caller, session_id: FromPath[str]) -> Response[Any]:
        """Sign out of one browser; of this one, too."""
        try:
            await own.end(request.auth.workspace, request.auth.who, session_id)
        except NotFound:
            return Redirect(f"{HERE}?done=gone", status_code=303)
        return Redirect(f"{HERE}?done=ended", status_code=303)

    @post("/sessions/end", status_code=303, guards=[requires(Scope.write, Resource.own)])
    async def end_others(self, request: Caller, settings: NamedDependency[Settings]) -> Response[Any]:
        """Sign out everywhere but here."""
        await own.end_others(request.auth.workspace, request.auth.who, cookie=_token(request, settings))
        return Redirect(f"{HERE}?done=ended", status_code=303)


def _token(request: Caller, settings: Settings) -> str | None:
    return sent_token(request.scope, session_cookie(settings))


async def _page(
    request: Caller, clock: Clock, settings: Settings, *, done: str = "", wrong: str = "", status: int = 200
) -> Response[Any]:
    person = await queries.member_of(request.auth.workspace, request.auth.who)
    context = {
        "person": person,
        "sessions": await own.signed_in(request.auth.workspace, request.auth.who, now=clock()),
        "here": sessions.digest(_token(request, settings) or ""),
        "done": done,
        "wrong": wrong,
    }
    return page(request, "accounts/account.html", context, status=status)
