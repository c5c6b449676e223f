"""Markdown in which nothing that was written means more than its letters."""

import re
from collections.abc import Sequence
from itertools import groupby

from voc.faq.exporting.article import Article

_MEANING = re.compile(r"([\\`*_\[\]<>|#~&!])")
"""What Markdown, or the HTML in it, would take for more than text."""
_LIST = re.compile(r"^(\d+)([.)])|^([-+])(?=\s|$)|^([-=]{2,})")
"""What would begin a list or underline a heading."""


def render(articles: Sequence[Article]) -> str:
    """A heading per category and question."""
    lines = ["# FAQ"]
    for category, group in groupby(articles, key=lambda each: each.category):
        if category:
            lines.append(f"## {plain(category)}")
        for each in group:
            lines += [f"{'###' if category else '##'} {plain(each.question)}", plain(each.answer)]
    return "\n\n".join(lines) + "\n"


def plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    escaped = _MEANING.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[0]}", escaped)
