"""Which questions ask the same, and the one that stands for each group."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.cluster.carry import match
from ml.cluster.graph import unit
from ml.naming import reader_for
from ml.naming.contrast import contrast
from ml.questions.links import links
from ml.questions.partition import partition
from ml.questions.wording import edited
from ml.text import copy_key

_KEYWORDS = 5
_READ_FOR_KEYWORDS = 100
"""Questions per group that are read for its keywords: the nearest to its centre."""
_GOOD_LENGTH = 90
"""Characters, syllables of Hangul counted twice, over which a question is long for the head of an answer."""
_TOO_LONG = 0.002
"""Cosine that each character over it costs."""
_PLACEHOLDER = re.compile(r"\[[A-Z]{3,9}\]")
"""Where personal data stood; see `ml.redaction`."""
_HIDDEN = 0.2
"""Cosine that a placeholder of personal data costs: a head with a hole in it."""


@dataclass(frozen=True)
class QuestionGroup:
    """Questions of one language that ask the same."""

    key: str
    """Carried from `previous`, or `new-…`, stable for the same questions."""
    language: str
    members: tuple[int, ...]
    """Places of the questions, the nearest to the centre first."""
    canonical: int
    """Place of the question that stands for them all."""
    question: str
    """That question, edited lightly: see `wording.edited`."""
    aliases: tuple[int, ...]
    """Places of questions that are worded differently, the nearest to the centre first; without the canonical one."""
    keywords: tuple[str, ...]
    """Words that more of its questions hold than others' do."""
    askers: int
    """Known people who asked, and different wordings of those whom nobody knows."""
    centre: np.ndarray
    """(width,) float32, unit: the mean of its questions, each asker counted once."""


@dataclass(frozen=True)
class QuestionGroups:
    """What was found among n questions."""

    labels: np.ndarray
    """(n,) int64: place in `groups`; -1 of questions that are in none."""
    groups: tuple[QuestionGroup, ...]
    """Those that most people ask first."""
    links: tuple[tuple[int, int], ...]
    """Places in `groups` of two of different languages that ask the same."""


def group_questions(
    texts: Sequence[str],
    languages: Sequence[str],
    embeddings: np.ndarray,
    askers: Sequence[str | None],
    previous: Sequence[str | None] | None = None,
    seed: int = 0,
) -> QuestionGroups:
    """Group questions within each language, and link groups over languages.

    Args:
        texts: stripped and redacted; the next three, and `previous`, have one entry for each.
        languages: as `ml.language` names them.
        embeddings: (n, width) float32, unit rows.
        askers: who asked; None where nobody knows.
        previous: key of the group that each was in before; None for none or a new question.
        seed: of the search for groups.
    """
    labels = np.full(len(texts), -1, dtype=np.int64)
    for language in sorted(set(languages)):
        own = np.array(
            [i for i, each in enumerate(languages) if each == language and copy_key(texts[i])], dtype=np.int64
        )
        found = partition([texts[i] for i in own], language, embeddings[own], seed)
        labels[own] = np.where(found >= 0, found + labels.max(initial=-1) + 1, -1)
    keys = match(previous, labels.tolist()) if previous is not None else {}
    groups = [
        _group(np.flatnonzero(labels == label), texts, languages, embeddings, askers, keys.get(label))
        for label in range(labels.max(initial=-1) + 1)
    ]
    order = sorted(range(len(groups)), key=lambda i: (-groups[i].askers, -len(groups[i].members), groups[i].key))
    rank = np.full(len(groups) + 1, -1, dtype=np.int64)  # the last stands for -1, none
    rank[order] = np.arange(len(groups))
    ranked = _with_keywords([groups[i] for i in order], texts)
    centres = np.stack([group.centre for group in ranked]) if ranked else embeddings[:0]
    return QuestionGroups(rank[labels], ranked, links(centres, [group.language for group in ranked]))


def _group(
    places: np.ndarray,
    texts: Sequence[str],
    languages: Sequence[str],
    embeddings: np.ndarray,
    askers: Sequence[str | None],
    key: str | None,
) -> QuestionGroup:
    voices = [askers[i] or copy_key(texts[i]) for i in places]
    said = Counter(voices)
    weights = np.array([1 / said[voice] for voice in voices], dtype=np.float32)
    centre = unit(weights @ embeddings[places])
    nearness = embeddings[places] @ centre
    order = sorted(range(len(places)), key=lambda i: (-nearness[i], texts[places[i]], i))
    members = [int(places[i]) for i in order]
    best = max(order, key=lambda i: nearness[i] - _unfit(texts[places[i]]))
    canonical = int(places[best])
    language = languages[canonical]
    return QuestionGroup(
        key=key or _fresh([texts[i] for i in members]),
        language=language,
        members=tuple(members),
        canonical=canonical,
        question=edited(texts[canonical], language),
        aliases=_differing(members, texts, texts[canonical]),
        keywords=(),
        askers=len(said),
        centre=centre,
    )


def _unfit(text: str) -> float:
    length = len(text) + sum("가" <= c <= "힣" for c in text)
    return _TOO_LONG * max(0, length - _GOOD_LENGTH) + _HIDDEN * bool(_PLACEHOLDER.search(text))


def _differing(members: Sequence[int], texts: Sequence[str], canonical: str) -> tuple[int, ...]:
    """The first member of each wording but the canonical one's."""
    seen, found = {copy_key(canonical)}, []
    for place in members:
        if (key := copy_key(texts[place])) not in seen:
            seen.add(key)
            found.append(place)
    return tuple(found)


def _with_keywords(groups: Sequence[QuestionGroup], texts: Sequence[str]) -> tuple[QuestionGroup, ...]:
    """Each group with the words that set it apart from the others of its language."""
    words: dict[int, tuple[str, ...]] = {}
    for language in sorted({group.language for group in groups}):
        own = [i for i, group in enumerate(groups) if group.language == language]
        read = [groups[i].members[:_READ_FOR_KEYWORDS] for i in own]
        found = iter(reader_for(language).terms([texts[place] for places in read for place in places]))  # dear to start
        terms = [[next(found) for _ in places] for places in read]
        for i, scored in zip(own, contrast(terms, most=_KEYWORDS), strict=True):
            words[i] = tuple(one.term.shown for one in scored)
    return tuple(replace(group, keywords=words[i]) for i, group in enumerate(groups))


def _fresh(texts: Sequence[str]) -> str:
    keys = sorted({copy_key(text) for text in texts})
    return "new-" + hashlib.blake2b("|".join(keys).encode("utf-8", "ignore"), digest_size=6).hexdigest()
