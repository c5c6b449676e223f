"""The message as its recipient reads it; pure."""

from voc.backlog.telling.domain import Purpose, Words
from voc.channels.domain import Channel
from voc.channels.mime import unsubscribing
from voc.channels.outgoing import Content
from voc.invitations import dressing
from voc.invitations.domain import fill
from voc.invitations.dressing import Sender
from voc.invitations.regions import ADVERTISING, Region
from voc.values import Value

LINK = "{{link}}"
_WAY_OUT = {"ko": "이런 소식을 그만 받으시려면: {link}", "en": "To get no more messages like this: {link}"}


class Reader(Value):
    """Whom a message is for."""

    name: str | None
    channel: Channel
    region: Region
    language: str


class Links(Value):
    """Where a message's links lead."""

    page: str
    """To what became of their feedback."""
    unsubscribe: str


def content(words: Words, purpose: Purpose, reader: Reader, sender: Sender, links: Links) -> Content:
    """The whole message: the words, the link, and the way to get no more of them.

    Raises:
        NoWayOut: advertising that says no way to refuse it.
    """
    said = fill(words.text, {"name": reader.name, "link": links.page}).strip()
    text = said if links.page in said else f"{said}\n\n{links.page}"
    subject = (fill(words.subject, {"name": reader.name}) or sender.name) if reader.channel == Channel.email else None
    if purpose == "advertising":
        dressed = dressing.dress(
            text, subject=subject, purpose=ADVERTISING, channel=reader.channel, region=reader.region, sender=sender,
            language=reader.language, opt_out_link=links.unsubscribe,
        )  # fmt: skip
        text, subject = dressed.text, dressed.subject
    else:
        text = f"{text}\n\n{_ending(reader, sender, links)}"
    headers = unsubscribing(links.unsubscribe) if reader.channel == Channel.email else {}
    return Content(text=text, subject=subject, headers=headers)


def _ending(reader: Reader, sender: Sender, links: Links) -> str:
    """Who writes, in an e-mail, and the way to get no more."""
    who = " · ".join(filter(None, [sender.name, sender.contact])) if reader.channel == Channel.email else ""
    out = _WAY_OUT[reader.language].format(link=links.unsubscribe)
    return "\n".join(filter(None, [who, out]))
