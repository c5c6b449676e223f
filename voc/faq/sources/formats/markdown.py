"""Markdown (CommonMark with tables): what a reader sees of it."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from markdown_it import MarkdownIt
from markdown_it.token import Token

from voc.faq.sources.domain import Block, Reading
from voc.faq.sources.encodings import decoded
from voc.faq.sources.formats import web_page

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE)
_NESTING_LIMIT = 20
"""Quotations in lists in quotations; deeper ones are read as words."""


def read(data: bytes, charset: str) -> Reading:
    """What a Markdown file says; of front matter only the title."""
    text = decoded(data, charset=charset)
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[1]) if front else None
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING_LIMIT}).enable("table")
    tokens = parser.parse(text[front.end() :] if front else text)
    return Reading(title=title[1] if title else "", blocks=tuple(_blocks(tokens)))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level = 0
    rest = iter(tokens)
    for token in rest:
        match token.type:
            case "heading_open" | "heading_close":
                level = int(token.tag[1:]) if token.nesting == 1 else 0
            case "tr_open":
                yield Block(text=_row(rest))
            case "inline":
                yield Block(text=_words(token), level=level)
            case "fence" | "code_block":
                yield Block(text=token.content)
            case "html_block":
                yield from web_page.blocks_of(token.content)


def _row(rest: Iterator[Token]) -> str:
    """The cells of a table's row, to its end."""
    cells = [_words(token) for token in takewhile(lambda token: token.type != "tr_close", rest) if token.children]
    return " | ".join(filter(None, cells))


def _words(token: Token) -> str:
    """An inline token without its marks: links as their words, pictures as what they are said to show."""
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    said = ("text", "code_inline", "image")
    return "".join(breaks.get(each.type, each.content if each.type in said else "") for each in token.children or ())
