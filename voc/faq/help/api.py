"""Published answers in pages of other sites: the widget searches them, tells whether they helped, and asks.

Public, as the widget's other endpoints are; see `voc.widget`.
"""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from pydantic import TypeAdapter

from voc.asks import policy
from voc.clock import Clock
from voc.faq.exporting.article import Article
from voc.faq.help import queries, voting
from voc.faq.help.finding import Found, find
from voc.faq.help.schemas import (
    QUERY_LIMIT_CHARACTERS,
    Answer,
    Answers,
    Asked,
    Category,
    HelpAsked,
    HelpReceived,
    HelpSaid,
)  # fmt: skip
from voc.faq.help.visitors import visitor_of
from voc.settings import Settings
from voc.web.bodies import SIMPLE, read_json, validate
from voc.widget.api import place_of_widget

Caller = Request[Any, Any, Any]
SAID, ASKED = TypeAdapter(HelpSaid), TypeAdapter(HelpAsked)
BODY_LIMIT_BYTES = 16 * 1024
KEPT_SECONDS = 60
"""How long a browser may keep what it found: whoever takes letters back asks nobody again."""
BROWSED = 100
MOST_ASKED = 8


class HelpController(Controller):
    """For any visitor's browser: what everybody may read, and what they say of it."""

    path = "/c/{project:str}/faq"
    tags = ["widget"]
    opt = {"public": True}
    request_max_body_size = BODY_LIMIT_BYTES
    security = [{}]

    @get(summary="Search the published answers")
    async def answers(
        self,
        request: Caller,
        project: FromPath[str],
        settings: NamedDependency[Settings],
        q: FromQuery[str] = "",
        lang: FromQuery[str] = "",
        category: FromQuery[str] = "",
    ) -> Response[Answers]:
        """Those that answer the words `q`, or all of a category, or all; in the language of `lang` if there are any."""
        workspace, _ = await place_of_widget(request, project)
        words = q.strip()[:QUERY_LIMIT_CHARACTERS]
        language = lang.lower().partition("-")[0] or "en"
        found = find(await queries.published(workspace.id), language=language, words=words)
        if words:
            items = found.found
        elif category:
            items = [each for each in found.every if each.category == category][:BROWSED]
        else:
            items = await queries.most_asked(workspace.id, found.every, MOST_ASKED)
        told = _told(found, items, f"{settings.public_url.rstrip('/')}/help/{workspace.id}")
        return Response(told, headers={"cache-control": f"public, max-age={KEPT_SECONDS}", "vary": "origin"})

    @post("/said", status_code=202, summary="Did an answer help?")
    async def said(
        self,
        request: Caller,
        project: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> HelpReceived:
        """Count it once per visitor; what was missing becomes feedback. An answer of 2xx means that it is on disk."""
        workspace, _ = await place_of_widget(request, project)
        said = validate(SAID, await read_json(request, types=SIMPLE))
        who = visitor_of(request, settings)
        if said.helped is not None:
            await voting.vote(workspace.id, said.entry, helped=said.helped, visitor=who, now=clock())
        if said.text is not None:
            await voting.tell(workspace.id, said.entry, said.text, visitor=who, now=clock())
        return HelpReceived(id=said.entry)

    @post("/questions", status_code=202, summary="Ask what nothing answered")
    async def ask(
        self,
        request: Caller,
        project: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> HelpReceived:
        """Keep it as feedback. An answer of 2xx means that it is on disk; send again what got none, by the same id."""
        workspace, rules = await place_of_widget(request, project)
        said = validate(ASKED, await read_json(request, types=SIMPLE))
        policy.check_customer(rules, said.customer, said.signature)
        asked = Asked(**said.model_dump(exclude={"signature"}))
        who = visitor_of(request, settings)
        return HelpReceived(id=await voting.ask(workspace.id, asked, visitor=who, now=clock()))


def _told(found: Found, items: list[Article], url: str) -> Answers:
    names = [each.category for each in found.every if each.category]
    return Answers(
        language=found.language, count=len(found.every), url=url,
        categories=[Category(name=name, count=names.count(name)) for name in dict.fromkeys(names)],
        items=[Answer(**{name: getattr(each, name) for name in Answer.model_fields}) for each in items],
    )  # fmt: skip
