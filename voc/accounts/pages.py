"""The sign-in page. Works without JavaScript."""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect
from pydantic import Field

from voc.accounts import sessions
from voc.accounts.authentication import sent_token, session_cookie
from voc.accounts.cookies import cookie, device, halfway_cookie
from voc.accounts.domain import SESSION_LIFE, SignInRefused, TooManyAttempts
from voc.accounts.schemas import Halfway, SignedIn
from voc.accounts.second_step import HALFWAY
from voc.settings import Settings
from voc.values import Value
from voc.web.clients import client_address
from voc.web.pages import page
from voc.web.paths import local_path

Next = Annotated[str | None, QueryParameter(name="next")]


class SignInForm(Value):
    """The sign-in page's fields; the token was checked before."""

    email: str = Field(default="", max_length=320)
    password: str = Field(default="", max_length=1024)
    next: str = Field(default="/", max_length=2048)
    csrf_token: str = Field(default="", alias="_csrf_token")


class SignIn(Controller):
    """Comes and goes without a session, so it has no guard."""

    include_in_schema = False
    opt = {"public": True}
    request_max_body_size = 16 * 1024

    @get("/login")
    async def form(self, request: Request[Any, Any, Any], next_path: Next = None) -> Response[Any]:
        """The form; who is signed in already goes on."""
        back = _back(next_path)
        return _go(back) if request.scope.get("auth") else _form(request, back=back)

    @post("/login", status_code=303)
    async def sign_in(self, request: Request[Any, Any, Any], data: URLEncodedBody[SignInForm]) -> Response[Any]:
        """Open a session, or say why not; the form keeps the address."""
        settings: Settings = request.app.state.settings
        back = _back(data.next)
        try:
            signed_in = await sessions.sign_in(
                data.email,
                data.password,
                address=client_address(request, settings.trusted_proxies),
                replaces=sent_token(request.scope, session_cookie(settings)),
                now=request.app.state.clock(),
                device=device(request),
            )
        except (SignInRefused, TooManyAttempts) as error:
            answer = _form(request, back=back, email=data.email, problem=error)
            if isinstance(error, TooManyAttempts):
                answer.headers["retry-after"] = str(error.values["retry_after_seconds"])
            return answer
        return enters(signed_in, settings, back)

    @post("/logout", status_code=303)
    async def sign_out(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """End the session, here and in the database."""
        settings: Settings = request.app.state.settings
        token = sent_token(request.scope, session_cookie(settings))
        if token:
            await sessions.sign_out(token, now=request.app.state.clock())
        answer = _go("/login")
        answer.set_cookie(cookie(settings, "", lasts=timedelta(0)))
        return answer


def enters(found: SignedIn | Halfway, settings: Settings, back: str) -> Response[Any]:
    """On to where somebody wanted to go, or to the second step before it."""
    if isinstance(found, Halfway):
        answer = _go(f"/login/code?next={quote(back, safe='')}")
        answer.set_cookie(halfway_cookie(settings, found.token, lasts=HALFWAY))
        return answer
    answer = _go(back)
    answer.set_cookie(cookie(settings, found.token, lasts=SESSION_LIFE))
    return answer


def _form(
    request: Request[Any, Any, Any],
    *,
    back: str,
    email: str = "",
    problem: SignInRefused | TooManyAttempts | None = None,
) -> Response[Any]:
    wait_seconds = problem.values.get("retry_after_seconds") if problem else None
    context = {
        "back": back,
        "email": email,
        "refused": problem is not None and wait_seconds is None,
        "wait_minutes": -(-wait_seconds // 60) if wait_seconds else None,
    }
    return page(request, "accounts/login.html", context, status=problem.status if problem else 200)


def _back(target: str | None) -> str:
    """Where to go after signing in: not back to where people sign in or out."""
    path = local_path(target)
    return "/" if path.partition("?")[0].partition("#")[0] in ("/login", "/logout") else path


def _go(path: str) -> Response[Any]:
    return Redirect(path, status_code=303)
