"""Which entries a visitor sees; pure."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from voc.faq.exporting.article import Article
from voc.faq.matching import bare_words, index_of, spelt

FOUND = 20
OTHERWISE = "en"
"""The language of readers for whom nothing is written in theirs."""


class Found(NamedTuple):
    """Entries for words, or for none."""

    language: str
    """Of the entries to browse."""
    every: list[Article]
    """Those to browse, by category and question."""
    found: list[Article]
    """Those that answer the words, the likeliest first; of another language where none does in this one."""


def shown(every: Sequence[Article], *, language: str, words: str, category: str) -> dict[str, Any]:
    """What the page is made of.

    Args:
        every: all that is given out.
        language: the reader's; entries of others are shown where there are none in theirs.
        words: looked for; empty: everything.
        category: only this one; empty: all.
    """
    _, theirs, found = find(every, language=language, words=words)
    groups = [(name, list(entries)) for name, entries in groupby(theirs, key=lambda each: each.category or "")]
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


def find(every: Sequence[Article], *, language: str, words: str) -> Found:
    """What a reader of this language may browse, and what answers their words."""
    theirs = _spoken(every, language)
    found = _found(theirs, words) if words else []
    if words and not found:
        found = _found([each for each in every if each not in theirs], words)
    own = theirs[0].language if theirs else language
    return Found(own, sorted(theirs, key=lambda each: (not each.category, each.category or "", each.question)), found)


def _spoken(every: Sequence[Article], language: str) -> list[Article]:
    by_language = {tongue: [each for each in every if each.language == tongue] for tongue in (language, OTHERWISE)}
    return next((each for each in by_language.values() if each), list(every))


def _found(entries: Sequence[Article], words: str) -> list[Article]:
    """Those whose question is meant, then those whose question holds every word that matters, or whose answer does."""
    by_id = {each.id: each for each in entries}
    index = index_of(tuple((each.id, (each.question, *each.aliases)) for each in entries))
    meant = [by_id[match.key] for match in index.nearest(words, limit=FOUND)]
    wanted = bare_words(words)
    asked = [each for each in entries if _holds("\n".join((each.question, *each.aliases)), wanted)]
    said = [each for each in entries if _holds(each.answer, wanted)]
    return list({each.id: each for each in (*meant, *asked, *said)}.values())[:FOUND]


def _holds(text: str, wanted: Sequence[str]) -> bool:
    there = spelt(text)
    return bool(wanted) and all(word in there for word in wanted)
