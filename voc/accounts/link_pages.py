"""Pages behind a link that lets somebody in once, and the way to one for whoever forgot their password."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from pydantic import Field

from voc.accounts import links, queries, sessions
from voc.accounts.authentication import sent_token, session_cookie
from voc.accounts.cookies import device
from voc.accounts.documents import Member
from voc.accounts.domain import LinkEnded, LinkPurpose, TooManyAttempts, normal_email
from voc.accounts.pages import enters
from voc.clock import Clock
from voc.errors import Invalid
from voc.settings import Settings
from voc.values import Value
from voc.web.clients import client_address
from voc.web.pages import frame, page

Text = Annotated[str, Field(max_length=1024)]
Anybody = Request[Any, Any, Any]


class LinkForm(Value):
    """What is filled in behind a link."""

    name: str = Field(default="", max_length=200)
    password: Text = ""
    csrf_token: str = Field(default="", alias="_csrf_token")


class ForgotForm(Value):
    """Whose password it is."""

    email: str = Field(default="", max_length=320)
    csrf_token: str = Field(default="", alias="_csrf_token")


class LinkPages(Controller):
    """For whoever holds a link."""

    include_in_schema = False
    opt = {"public": True}
    request_max_body_size = 16 * 1024

    @get("/a/{token:str}")
    async def open(self, request: Anybody, token: FromPath[str], clock: NamedDependency[Clock]) -> Response[Any]:
        """What the link is for; opening it uses nothing up."""
        return await _page(request, token, clock)

    @post("/a/{token:str}", status_code=303)
    async def use(
        self,
        request: Anybody,
        token: FromPath[str],
        data: URLEncodedBody[LinkForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[Any]:
        """Become a member, or get a new password; either way they are signed in."""
        now = clock()
        try:
            link = await links.read(token, now=now)
            if link.purpose == LinkPurpose.invitation:
                member = await links.accept(token, data.name, data.password, now=now)
            else:
                member = await links.set_password(token, data.password, now=now)
        except LinkEnded:
            return await _page(request, "", clock)
        except Invalid as error:
            return await _page(request, token, clock, name=data.name, wrong=error.detail)
        return await _let_in(request, member, settings, clock)

    @get("/login/forgot")
    async def forgot_form(self, request: Anybody) -> Response[Any]:
        """Asks for the address."""
        return page(request, "accounts/forgot.html", {"asked": False, "wait_minutes": None})

    @post("/login/forgot", status_code=200)
    async def forgot(
        self,
        request: Anybody,
        data: URLEncodedBody[ForgotForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        post_link: NamedDependency[links.Post],
    ) -> Response[Any]:
        """The same answer whoever asks; a mail goes to members alone."""
        address = client_address(request, settings.trusted_proxies)
        language = frame(request)["language"]
        try:
            await sessions.count(normal_email(data.email), address, now=clock(), what="forgot ")
        except TooManyAttempts as error:
            minutes = -(-error.values["retry_after_seconds"] // 60)
            context = {"asked": False, "wait_minutes": minutes}
            return page(request, "accounts/forgot.html", context, status=error.status)
        answer = page(request, "accounts/forgot.html", {"asked": True, "wait_minutes": None})
        # after the answer: how long it takes would tell who is a member
        answer.background = BackgroundTask(_mail, data.email, language, clock, post_link)
        return answer


async def _mail(email: str, language: str, clock: Clock, post_link: links.Post) -> None:
    link = await links.forgot(email, language=language, now=clock())
    if link is not None:
        await post_link(link.id)


async def _let_in(request: Anybody, member: Member, settings: Settings, clock: Clock) -> Response[Any]:
    present = sent_token(request.scope, session_cookie(settings))
    found = await sessions.enter(member, replaces=present, device=device(request), now=clock())
    return enters(found, settings, "/")


async def _page(request: Anybody, token: str, clock: Clock, *, name: str = "", wrong: str = "") -> Response[Any]:
    try:
        link = await links.read(token, now=clock())
    except LinkEnded as error:
        return page(request, "accounts/link_ended.html", status=error.status)
    place = await queries.workspace(link.workspace)
    context = {"link": link, "token": token, "company": place.name if place else "", "name": name, "wrong": wrong}
    return page(request, "accounts/link.html", context, status=422 if wrong else 200)
