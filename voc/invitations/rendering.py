"""The message of an invitation, as its recipient will read it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from voc.channels.domain import Channel
from voc.channels.outgoing import Content
from voc.invitations import dressing, mail, shortlinks
from voc.invitations.domain import fill
from voc.invitations.dressing import Sender
from voc.invitations.people import Known
from voc.invitations.regions import Region
from voc.invitations.schemas import Plan, Words
from voc.invitations.tokens import token_of
from voc.surveys import recall, sharing
from voc.surveys.effort import estimated_seconds
from voc.surveys.facts import Facts
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.texts import in_language
from voc.values import Value

LINK = "{{link}}"


class Occasion(Value):
    """Everything that a message is made of."""

    workspace: str
    invitation: str
    survey: PublishedSurvey
    plan: Plan
    channel: Channel
    language: str
    reminder: bool
    person: Known
    fields: Mapping[str, Any]
    """The invitation's own."""
    region: Region
    sender: Sender
    base: str
    """Where people reach this service, without a slash at its end."""

    def path(self, tail: str = "") -> str:
        """The recipient's own page, as a path."""
        return f"/i/{token_of(self.invitation)}{tail}"

    @property
    def unsubscribe(self) -> str:
        """Where they say that they want no more, as a path."""
        return f"/u/{token_of(self.invitation)}"

    def facts(self) -> Facts:
        """What the survey's own merge fields look at."""
        known = dict(self.person.attributes) | ({"name": self.person.name} if self.person.name else {})
        hidden = {name: self.fields[name] for name in self.survey.definition.hidden if name in self.fields}
        return Facts(hidden=hidden, customer=known, language=self.language)

    def words(self) -> Words:
        """The author's, with merge fields replaced but the link; empty where there are none."""
        chosen = (self.plan.reminder_messages if self.reminder else None) or self.plan.messages
        first = self.survey.definition.first_language
        own = {"name": self.person.name} | dict(self.person.attributes) | dict(self.fields)
        facts = self.facts()

        def one(field: str) -> str:
            text = in_language({code: getattr(each, field) for code, each in chosen.items()}, self.language, first)
            merged = fill(text, own | {"link": LINK})
            return recall.fill(merged, self.survey.definition, facts, language=self.language) if merged else ""

        return Words(subject=one("subject")[:200], text=one("text")[:4_000])


async def render(occasion: Occasion, *, now: datetime) -> Content:
    """The message, ready to be sent.

    Raises:
        NoWayOut: advertising that says no way to refuse it.
    """
    if occasion.channel == Channel.email:
        return _mail(occasion)
    return await _text(occasion, now=now)


def _mail(occasion: Occasion) -> Content:
    page, words = occasion.base + occasion.path(), occasion.words()
    links = mail.Links(
        answer=lambda value: f"{page}?a={quote(value)}",
        survey=page,
        unsubscribe=occasion.base + occasion.unsubscribe,
        pixel=f"{page}/p.gif",
        honeypot=f"{page}/h",
    )
    last = ""
    if occasion.plan.purpose == "advertising":  # a survey's way out stands in the template
        last = _ending(occasion, occasion.base + occasion.unsubscribe)
    content = mail.build(
        occasion.survey,
        language=occasion.language,
        sender=occasion.sender.name,
        links=links,
        facts=occasion.facts(),
        subject=words.subject or None,
        intro=words.text.replace(LINK, page) or None,
        footer=[last] if last else (),
        reminder=occasion.reminder,
    )
    label = dressing.label_of(occasion.plan.purpose, occasion.region)
    if label:
        content = content.model_copy(update={"subject": dressing.labelled(content.subject or "", label)})
    return content


async def short_link(occasion: Occasion, *, now: datetime) -> str:
    """The recipient's own page, short enough for a text message."""
    return await _short(occasion, occasion.path(), now=now)


async def dressed(occasion: Occasion, text: str, *, now: datetime, can_answer: bool = False) -> str:
    """A text message with what the law wants to see around it.

    Raises:
        NoWayOut: advertising that says no way to refuse it.
    """
    needed = occasion.plan.purpose == "advertising" or occasion.channel in occasion.region.opt_out_in_surveys
    out = await _short(occasion, occasion.unsubscribe, now=now) if needed and not can_answer else None
    return dressing.dress(
        text,
        purpose=occasion.plan.purpose,
        channel=occasion.channel,
        region=occasion.region,
        sender=occasion.sender,
        language=occasion.language,
        opt_out_link=out,
        can_answer=can_answer,
    ).text


async def _text(occasion: Occasion, *, now: datetime) -> Content:
    """One text for a telephone or a messenger, with a short link."""
    link = await short_link(occasion, now=now)
    written = occasion.words().text
    if written:
        text = written.replace(LINK, link) if LINK in written else f"{written.rstrip()}\n{link}"
    else:
        seconds = estimated_seconds(occasion.survey.definition, occasion.language)
        text = sharing.sms(occasion.language, occasion.sender.name, link, seconds=seconds)
    return Content(text=await dressed(occasion, text, now=now))


async def _short(occasion: Occasion, path: str, *, now: datetime) -> str:
    return f"{occasion.base}/l/{await shortlinks.shorten(occasion.workspace, path, now=now)}"


def _ending(occasion: Occasion, link: str) -> str:
    return dressing.ending(
        occasion.plan.purpose,
        occasion.channel,
        occasion.region,
        occasion.sender,
        language=occasion.language,
        link=link,
    )
