"""Where somebody writes the word about a shipped item, sees whom it reaches, and confirms it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.accounts import queries as accounts
from voc.backlog.telling import queries, reaching, service
from voc.backlog.telling.defaults import words_for
from voc.backlog.telling.domain import LANGUAGES, NotShipped, Purpose, Words
from voc.backlog.telling.messages import Links, Reader, content
from voc.backlog.workflow import reading
from voc.backlog.workflow.schemas import OneOut
from voc.channels import segments
from voc.channels.adapters.base import Adapter
from voc.channels.domain import Channel
from voc.channels.reaching import trouble as trouble_of
from voc.channels.service import sender_for
from voc.clock import Clock, from_stamp
from voc.errors import VocError
from voc.invitations import queries as invitations
from voc.invitations.campaign_pages.sample import NAMES, Shown
from voc.invitations.regions import region_of
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import NotAllowed, requires
from voc.web.pages import page, wants_fragment

Caller = Request[Any, Principal, Any]
Fields = Mapping[str, str]
SHOWN_ON = (Channel.email, Channel.sms)
CODE = "…"
"""Stands for the part of a link that is each reader's own."""


class TellingPages(Controller):
    """For members who may change the backlog; no program confirms a message."""

    path = "/backlog/{item_id:str}/tell"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.backlog)]

    @get()
    async def show(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        done: FromQuery[str] = "",
    ) -> Template:
        """Whom it reaches, the words and a preview; `done` tells that it was just confirmed."""
        form = await _form(request, item_id, clock, settings)
        return await form.page(await form.stored(), done=bool(done))

    @post(status_code=303)
    async def confirm(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Show how it reads and whom it reaches, or have it sent to just as many as were shown before.

        Where that number has changed it is shown anew, and nothing is sent.
        """
        data = {name: str(value) for name, value in (await request.form()).items()}
        form = await _form(request, item_id, clock, settings)
        words, wrong = _words(data)
        if data.get("act") == "words":
            return await form.letters(words, _purpose(data))
        if data.get("act") != "send" or wrong:
            return await form.page(data, wrong=wrong)
        purpose = _purpose(data)
        people = (await form.behind(purpose)).reach.reached + await form.held_back()
        if str(people) != data.get("people") or not people:
            return await form.page(data, trouble="people")
        try:
            await service.confirm(form.workspace, item_id, words, purpose, by=request.auth.who, now=clock())
        except NotShipped:
            return await form.page(data, trouble="not-shipped")
        return Redirect(f"/backlog/{item_id}/tell?done=1", status_code=303)


class _Form:
    """The page about one item."""

    def __init__(self, request: Caller, item: OneOut, clock: Clock, settings: Settings) -> None:
        self.request, self.item, self.clock, self.settings = request, item, clock, settings
        self.workspace = request.auth.workspace

    async def stored(self) -> dict[str, str]:
        """The words that were confirmed last, or those that we suggest."""
        told = await queries.telling(self.workspace, self.item.id)
        company = (await invitations.rules(self.workspace)).sender(self.request.user.workspace_name).name
        # a model names themes for colleagues, not for customers
        own = self.item.title if self.item.title != self.item.theme_name else None
        usual = words_for(own, self.item.kind, company)
        words = told["words"] if told else {language: each.model_dump() for language, each in usual.items()}
        fields = {f"{name}_{language}": text for language, each in words.items() for name, text in each.items()}
        return fields | {"purpose": told["purpose"] if told else "outcome"}

    async def behind(self, purpose: Purpose) -> reaching.Behind:
        """Who raised it, and whom the word reaches now."""
        return await reaching.look(self.workspace, self.item.id, self.item.theme, purpose, now=self.clock())

    async def held_back(self) -> int:
        """How many messages of an earlier shipping were not sent before the item was reopened, and wait for a word."""
        told = await queries.telling(self.workspace, self.item.id)
        shipping = await queries.shipping_of(self.workspace, self.item.id)
        if told is None or shipping in (None, told["shipping"]):
            return 0
        return (await queries.progress(self.workspace, self.item.id)).waiting

    async def page(
        self, fields: Fields, *, wrong: Mapping[str, str] | None = None, trouble: str = "", done: bool = False
    ) -> Template:
        """The whole page, or the preview alone when HTMX asks."""
        purpose = _purpose(fields)
        behind, held_back = await self.behind(purpose), await self.held_back()
        reach = behind.reach
        kept = [name for name in reach.channels if not (await self._provider(name)).sends]
        told = await queries.telling(self.workspace, self.item.id)
        names = await accounts.names(self.workspace, [told["by"]]) if told else {}
        context: dict[str, Any] = {
            "item": self.item,
            "shipped": await queries.shipping_of(self.workspace, self.item.id) is not None,
            "fields": defaultdict(str, fields),
            "wrong": defaultdict(str, wrong or {}),
            "purpose": purpose,
            "trouble": trouble,
            "done": done,
            "confirmed": {"by": names.get(told["by"]), "at": from_stamp(told["at"])} if told else None,
            "parked": bool(told and told["state"] == "parked"),
            "preparing": bool(told and told["state"] == "pending"),
            "progress": await queries.progress(self.workspace, self.item.id),
            "customers": behind.customers,
            "reach": reach,
            "held_back": held_back,
            "people": reach.reached + held_back,
            "kept": kept,
            "links": trouble_of(self.settings.public_url) if len(kept) < len(reach.channels) else "",
            "public_url": self.settings.public_url,
            "seen": await self._seen(_words(fields)[0], purpose),
        }
        status = 422 if wrong and not wants_fragment(self.request) else 200  # HTMX swaps nothing declared an error
        return page(self.request, "telling/tell.html", context, fragment="telling/_preview.html", status=status)

    async def _provider(self, channel: str) -> Adapter:
        return await sender_for(self.workspace, Channel(channel), self.settings)

    async def letters(self, words: Mapping[str, Words], purpose: Purpose) -> Template:
        """The messages alone, while somebody types: whom they reach does not depend on the words."""
        return page(self.request, "telling/_letters.html", {"seen": await self._seen(words, purpose)})

    async def _seen(self, words: Mapping[str, Words], purpose: Purpose) -> list[dict[str, Any]]:
        """The message on each channel in each language, as its readers see it."""
        rules = await invitations.rules(self.workspace)
        sender = rules.sender(self.request.user.workspace_name)
        base = self.settings.public_url.rstrip("/")
        found = []
        for language, each in words.items():
            for channel in SHOWN_ON:
                ways = ("f", "u") if channel == Channel.email else ("l", "l")
                links = Links(page=f"{base}/{ways[0]}/{CODE}", unsubscribe=f"{base}/{ways[1]}/{CODE}")
                region = region_of(rules.country)
                reader = Reader(name=NAMES[language], channel=channel, region=region, language=language)
                try:
                    made, problem = content(each, purpose, reader, sender, links), ""
                except VocError as error:
                    made, problem = None, error.slug
                size = segments.size(made.text) if made and channel == Channel.sms else None
                shown = Shown(channel=channel, content=made, size=size, problem=problem)
                found.append({"language": language, "shown": shown, "sender": sender.name})
        return found


async def _form(request: Caller, item_id: str, clock: Clock, settings: Settings) -> _Form:
    """The page about an item.

    Raises:
        NotAllowed: the caller is a program.
        NotFound: no such item.
    """
    if request.auth.member is None:
        raise NotAllowed("A person confirms what customers are told; sign in to do so.")
    return _Form(request, await reading.one(request.auth.workspace, item_id), clock, settings)


def _purpose(fields: Fields) -> Purpose:
    return "advertising" if fields.get("purpose") == "advertising" else "outcome"


def _words(fields: Fields) -> tuple[dict[str, Words], dict[str, str]]:
    """The words in each language that has any, and what is wrong with which field."""
    found, wrong = {}, {}
    for language in LANGUAGES:
        given = {name: fields.get(f"{name}_{language}", "").strip() for name in ("subject", "text")}
        if not given["text"]:
            continue
        try:
            found[language] = Words.model_validate(given)
        except ValidationError as error:
            for each in error.errors():
                wrong[f"{each['loc'][0]}_{language}"] = "long" if each["type"] == "string_too_long" else "field"
    if not found and not wrong:
        wrong[f"text_{LANGUAGES[0]}"] = "empty"
    return found, wrong
