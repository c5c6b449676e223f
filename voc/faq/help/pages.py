"""`/help/{workspace}`: published answers, found by category and by words. It needs no script and no cookie."""

import hashlib
from typing import Any, Literal

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from markupsafe import Markup
from pydantic import Field

from voc.accounts import queries as accounts
from voc.clock import Clock
from voc.errors import NotFound
from voc.faq.exporting import web_page
from voc.faq.exporting.article import Article
from voc.faq.help import finding, queries, summary, voting
from voc.faq.help.visitors import visitor_of
from voc.invitations import queries as invitations
from voc.settings import Settings
from voc.values import Value
from voc.web.i18n import LANGUAGES, language_of
from voc.web.pages import THEME_COOKIE, page
from voc.web.security import FOR_ANY_SITE, policy
from voc.web.templating import query, version

Caller = Request[Any, Any, Any]
OPEN = {"public": True, "csp": policy(), FOR_ANY_SITE: True}
"""Its forms act for nobody who is signed in, so that the page holds no token and may be kept by caches."""
KEPT = "public, max-age=60, stale-while-revalidate=600"
VARY = "Cookie, Accept-Language"
QUERY_LIMIT_CHARACTERS = 200


class VoteForm(Value):
    """Whether an answer helped."""

    helped: Literal["yes", "no"]
    lang: str = Field(default="", max_length=5)
    q: str = Field(default="", max_length=1_000)


class WordsForm(Value):
    """What was missing."""

    text: str = Field(default="", max_length=20_000)
    lang: str = Field(default="", max_length=5)
    q: str = Field(default="", max_length=1_000)


class HelpPages(Controller):
    """Published entries only."""

    path = "/help/{workspace:str}"
    include_in_schema = False
    opt = OPEN

    @get()
    async def show(
        self,
        request: Caller,
        workspace: FromPath[str],
        settings: NamedDependency[Settings],
        q: FromQuery[str] = "",
        category: FromQuery[str] = "",
        asked: FromQuery[str] = "",
        thanked: FromQuery[str] = "",
        told: FromQuery[str] = "",
    ) -> Template | Response[bytes]:
        """What answers the words `q`, or all of it; below the entry `asked` what was missing is asked for."""
        every = await _open(request, workspace)
        language = language_of(request)
        words = q.strip()[:QUERY_LIMIT_CHARACTERS]
        company = await _company(workspace)
        just = {"asked": asked, "thanked": thanked, "told": told}
        fresh = not any(just.values()) and not _colleague(request, workspace)
        etag = _etag(request, every, company, language, words, category)
        if fresh and etag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers={"etag": etag, "cache-control": KEPT, "vary": VARY})
        context = finding.shown(every, language=language, words=words, category=category)
        context |= just | {
            "workspace": workspace, "company": company,
            "votes": await queries.votes(workspace) if _colleague(request, workspace) else None,
            "json_ld": _structured(context["on_page"]),
        }  # fmt: skip
        address = f"{settings.public_url.rstrip('/')}/help/{workspace}"
        context |= summary.told(every, context["on_page"], language=language, address=address)
        answer = page(request, "faq_help/help.html", context)
        if fresh:
            answer.headers.update({"etag": etag, "cache-control": KEPT, "vary": VARY})
        return answer

    @post("/{entry:str}/vote", status_code=303)
    async def vote(
        self,
        request: Caller,
        workspace: FromPath[str],
        entry: FromPath[str],
        data: URLEncodedBody[VoteForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect:
        """Count it; who was not helped is asked what was missing."""
        helped = data.helped == "yes"
        who = visitor_of(request, settings)
        await voting.vote(workspace, entry, helped=helped, visitor=who, now=clock())
        return _back(workspace, entry, {"thanked" if helped else "asked": entry, "q": data.q, "lang": data.lang})

    @post("/{entry:str}/missing", status_code=303)
    async def missing(
        self,
        request: Caller,
        workspace: FromPath[str],
        entry: FromPath[str],
        data: URLEncodedBody[WordsForm],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect:
        """Keep what was missing as feedback."""
        who = visitor_of(request, settings)
        kept = await voting.tell(workspace, entry, data.text, visitor=who, now=clock())
        return _back(workspace, entry, {"told" if kept else "asked": entry, "q": data.q, "lang": data.lang})


async def _open(request: Caller, workspace: str) -> list[Article]:
    """What is given out.

    Raises:
        NotFound: nothing is, and whoever asks is no colleague.
    """
    found = await queries.published(workspace)
    if not found and not (_colleague(request, workspace) and await accounts.workspace(workspace)):
        raise NotFound("There is no help page here.")
    return found


def _colleague(request: Caller, workspace: str) -> bool:
    caller = request.scope.get("auth")
    return caller is not None and caller.workspace == workspace


async def _company(workspace: str) -> str:
    found = await accounts.workspace(workspace)
    return (await invitations.rules(workspace)).sender(found.name if found else "").name


def _etag(request: Caller, every: list[Article], *chosen: str) -> str:
    """Changes with everything that the page shows."""
    given = [f"{each.id}@{each.published_at.isoformat()}" for each in every]
    parts = [version(), request.cookies.get(THEME_COOKIE, ""), *chosen, *given]
    return '"' + hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20] + '"'


def _structured(shown: list[Article]) -> Markup:
    """What search engines read of the page: data, which no browser runs and the security policy leaves alone."""
    written = Markup(web_page.jsonld(shown))  # which may stand in a script element as it is
    return Markup('<script type="application/ld+json">{}</script>').format(written) if shown else Markup()


def _back(workspace: str, entry: str, told: dict[str, str]) -> Redirect:
    chosen = told | {"lang": told["lang"] if told["lang"] in LANGUAGES else ""}
    return Redirect(f"{query(f'/help/{workspace}', chosen)}#{entry}", status_code=303)
