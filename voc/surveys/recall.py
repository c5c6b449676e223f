"""Words that repeat what a respondent said or who they are: `{{answer:why|fallback}}`; pure.

`widgets/src/core/recall.ts` is the twin; `tests/contract/recall.json` holds for both. The outcome is plain text:
whoever shows it escapes it, as all text.
"""

import re
from collections.abc import Mapping
from typing import Any

from voc.surveys.comparing import SPACE, missing
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts, lookup
from voc.surveys.questions.base import plain_number
from voc.values import Value

_ID = r"[a-z][a-z0-9_]{0,39}"
_RECALL = re.compile(
    r"\{\{ *(?:(?P<answer>answer:" + _ID + r"(?:\.[A-Za-z0-9_]{1,40})?)|(?P<given>(?:hidden|variable):" + _ID + r")"
    r"|customer[.:](?P<attribute>[^|{}]{1,100}?)) *(?:\|(?P<fallback>[^{}]*))?\}\}"
)


class Recall(Value):
    """One place in a text that repeats something."""

    source: str
    """Such as `answer:why` or `customer:name`."""
    fallback: str
    """What stands there while nothing is known."""


def recalls(words: str) -> list[Recall]:
    """What a text repeats, in order."""
    return [_read(match) for match in _RECALL.finditer(words)]


def without_recalls(words: str) -> str:
    """The text with its recalls taken out."""
    return _RECALL.sub("", words)


def recalled_by_nobody(words: str) -> str:
    """The text for readers of no one response, such as a title of results: fallbacks, "…" where there is none."""
    return _RECALL.sub(lambda match: _read(match).fallback or "…", words)


def fill(
    words: str,
    definition: Definition,
    facts: Facts,
    *,
    language: str,
    variables: Mapping[str, float] | None = None,
) -> str:
    """The text with everything recalled put in.

    What was put in is never read again, so an answer that looks like a recall stays as the respondent wrote it.

    Args:
        language: choices are named in it.
        variables: their values so far, such as `route(…).variables`; None means their initial values.
    """
    values = {variable.id: variable.initial for variable in definition.variables} | dict(variables or {})
    look = lookup(facts, values)

    def said(match: re.Match[str]) -> str:
        recall = _read(match)
        kind, _, name = recall.source.partition(":")
        found = look(recall.source)
        if missing(found):
            return recall.fallback
        words_ = _answer(definition, facts, name, language) if kind == "answer" else plain_words(found)
        return recall.fallback if missing(words_) else words_

    return _RECALL.sub(said, words)


def plain_words(value: Any) -> str:
    """A value that is no answer as text: 9.0 as "9", lists joined by ", ", an object as nothing."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(plain_number(value))
        case str():
            return value.strip(SPACE)
        case list():
            return ", ".join(filter(None, map(plain_words, value)))
    return ""


def _read(match: re.Match[str]) -> Recall:
    source = match["answer"] or match["given"] or f"customer:{match['attribute'].strip(SPACE)}"
    return Recall(source=source, fallback=(match["fallback"] or "").strip(SPACE))


def _answer(definition: Definition, facts: Facts, name: str, language: str) -> str:
    id_, _, part = name.partition(".")
    question = definition.question(id_)
    if question is None:
        return ""
    answer, first = facts.answers.get(id_), definition.first_language
    return question.said_part(answer, part, language, first) if part else question.said(answer, language, first)
