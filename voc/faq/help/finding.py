"""Which entries a visitor sees; pure."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from voc.faq.exporting.article import Article
from voc.faq.matching import QuestionIndex

FOUND = 20


def shown(every: Sequence[Article], *, language: str, words: str, category: str) -> dict[str, Any]:
    """What the page is made of.

    Args:
        every: all that is given out.
        language: the reader's; entries of others are shown where there are none in theirs.
        words: looked for; empty: everything.
        category: only this one; empty: all.
    """
    theirs = [each for each in every if each.language == language] or list(every)
    groups = [(name, list(entries)) for name, entries in groupby(theirs, key=lambda each: each.category or "")]
    found = _found(theirs, words) if words else []
    chosen = [(name, entries) for name, entries in groups if not category or name == category]
    return {
        "words": words,
        "found": found,
        "category": category,
        "categories": [(name, len(entries)) for name, entries in groups if name],
        "groups": chosen if not words else [],
        "on_page": found if words else [each for _, entries in chosen for each in entries],
        "count": len(theirs),
        "other_language": bool(theirs) and theirs[0].language != language,
    }


def _found(entries: Sequence[Article], words: str) -> list[Article]:
    """Those whose question is meant, the likeliest first, and then those whose answer holds every word."""
    by_id = {each.id: each for each in entries}
    index = QuestionIndex((each.id, (each.question, *each.aliases)) for each in entries)
    meant = [by_id[match.key] for match in index.nearest(words, limit=FOUND)]
    wanted = words.casefold().split()
    said = [each for each in entries if all(word in each.answer.casefold() for word in wanted)]
    return list({each.id: each for each in (*meant, *said)}.values())[:FOUND]
