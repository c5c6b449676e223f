"""The frame of our next message: what it answers, and under which subject."""

from collections.abc import Mapping
from typing import Any

from voc import vault
from voc.channels.domain import Channel
from voc.channels.outgoing import Content

REFERENCES_KEPT = 10


def continues(conversation: Mapping[str, Any]) -> Content:
    """In an e-mail thread an answer to their latest e-mail; else without words, too."""
    thread, subject = list(conversation["thread"]), _subject(conversation)
    if conversation["channel"] != Channel.email or not thread:
        return Content(text="", subject=subject)
    known = subject or ""
    answer = known if known.lower().startswith("re:") else f"Re: {known}".strip()
    return Content(text="", subject=answer, in_reply_to=thread[-1], references=tuple(thread[-REFERENCES_KEPT:]))


def _subject(conversation: Mapping[str, Any]) -> str | None:
    stored: str | None = conversation["subject"]
    return vault.unseal(conversation["workspace"], stored or "") if vault.is_sealed(stored) else stored
