"""What an issue says: as text that no provider reads commands in, in Markdown and in Atlassian's document format."""

import re
from collections.abc import Sequence
from typing import Any

from voc.values import Value

TITLE_CHARACTERS = 200
QUOTE_CHARACTERS = 600
_MEANING = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~=:])")
"""What Markdown and its dialects take for more than text; with the colon, which makes addresses and emoji."""
_CALLS = re.compile(r"[@#!$%&^~/](?=\w)")
_JOINER = "\u2060"
"""Unseen; what follows it is no mention, reference or command."""
WORDS = {
    "en": {"said": "What customers say", "who": "{customers} of {active} active customers raised this.",
           "back": "Evidence and status in VoC"},
    "ko": {"said": "고객의 말", "who": "활동 고객 {active}명 가운데 {customers}명이 말했습니다.",
           "back": "VoC에서 근거와 상태 보기"},
}  # fmt: skip


class Draft(Value):
    """An issue to be."""

    title: str
    who: str
    """How many customers raised it."""
    said: str
    """The heading of the quotes."""
    quotes: tuple[str, ...] = ()
    back: str
    """The words of the link to the item."""
    url: str
    """Of the item."""


def draft(title: str, *, customers: int, active: int, quotes: Sequence[str], url: str, language: str) -> Draft:
    """An issue in the words of `language`, which quotes are in whatever they were said in."""
    words = WORDS.get(language, WORDS["en"])
    return Draft(
        title=_line(title, TITLE_CHARACTERS),
        who=words["who"].format(customers=f"{customers:,}", active=f"{active:,}"),
        said=words["said"],
        quotes=tuple(_line(quote, QUOTE_CHARACTERS) for quote in quotes),
        back=words["back"],
        url=url,
    )


def markdown(wanted: Draft, reference: str) -> str:
    """For GitHub, GitLab and Linear; the reference stands at the end, where `find` looks for it."""
    parts = [escaped(wanted.who)]
    if wanted.quotes:
        parts += [f"### {escaped(wanted.said)}", *(f"> {escaped(quote)}" for quote in wanted.quotes)]
    parts += [f"[{escaped(wanted.back)}]({wanted.url})", f"`{reference}`"]
    return "\n\n".join(parts) + "\n"


def document(wanted: Draft, reference: str) -> dict[str, Any]:
    """For Jira, whose format knows text from markup, so that nothing needs escaping."""
    content = [_paragraph(_text(wanted.who))]
    if wanted.quotes:
        heading = {"type": "heading", "attrs": {"level": 3}, "content": [_text(wanted.said)]}
        said = [{"type": "blockquote", "content": [_paragraph(_text(quote))]} for quote in wanted.quotes]
        content += [heading, *said]
    link = _text(wanted.back) | {"marks": [{"type": "link", "attrs": {"href": wanted.url}}]}
    content += [_paragraph(link), _paragraph(_text(reference) | {"marks": [{"type": "code"}]})]
    return {"type": "doc", "version": 1, "content": content}


def escaped(text: str) -> str:
    """Text that reads the same in Markdown and calls nobody."""
    return _MEANING.sub(r"\\\1", quiet(text))


def quiet(text: str) -> str:
    """Text in which no provider sees a mention (`@kim`), a reference (`#12`, `!3`) or a command (`/close`)."""
    return _CALLS.sub(lambda found: found[0] + _JOINER, text)


def _line(text: str, longest: int) -> str:
    """On one line, so that nothing in it begins one; cut with a mark."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _paragraph(inside: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "content": [inside]}
