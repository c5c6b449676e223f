"""Questions and the answers to them; see `ml.questions` and `ml.drafting`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc.inference.model import analyser, prepare

if TYPE_CHECKING:
    import numpy as np

    from ml.drafting.drafts import Draft, Sourced
    from ml.questions.grouping import QuestionGroups
    from ml.questions.nearest import Near


def stripped(text: str) -> str:
    """A question without greeting, thanks and signature; empty where nothing is asked. See `ml.questions`."""
    from ml.questions.stripping import stripped as bare

    return bare(text)


def embedded(texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
    """Vectors of texts by `version()`: (n, width) float32, unit rows."""
    prepare()
    return analyser().embed(texts, languages)


def group_questions(
    texts: Sequence[str],
    languages: Sequence[str],
    embeddings: np.ndarray | None,
    askers: Sequence[str | None],
    previous: Sequence[str | None] | None = None,
) -> QuestionGroups:
    """Questions, stripped and redacted, that ask the same within a language, and links over languages.

    `embeddings`: (n, width) float32, unit rows, None makes them; `askers`: None where nobody knows who asked;
    `previous`: key of the group of each before, which groups keep. See `ml.questions.grouping`.
    """
    prepare()
    from ml.questions.grouping import group_questions as group

    rows = analyser().embed(texts, languages) if embeddings is None else embeddings
    return group(texts, languages, rows, askers, previous)


def nearest_questions(question: str, known: Sequence[Sequence[str]]) -> list[Near]:
    """What is known, each a canonical question and its aliases, ranked for one that came in; see `Near.offered`."""
    prepare()
    from ml.questions.nearest import nearest_questions as nearest

    return nearest(question, known, analyser().embed)


def draft_answer(question: str, passages: Sequence[tuple[str, str, str]]) -> Draft:
    """Whole sentences that answer, each with its source, and what contradicts them; nothing where nothing answers.

    `passages`: id, text, and `reply` or `document` each. See `ml.drafting.drafts`.
    """
    prepare()
    from ml.drafting.drafts import draft_answer as draft

    return draft(question, passages, analyser().embed)


def contradictions(
    question: str, answer: Sequence[tuple[str, str | None]], passages: Sequence[tuple[str, str, str]]
) -> list[tuple[int, Sourced, str]]:
    """What else answers a question, and cannot be right if a sentence of its answer is. See `ml.drafting.drafts`."""
    prepare()
    from ml.drafting.drafts import contradictions as found

    return found(question, answer, passages, analyser().embed)


def sentences(text: str) -> list[str]:
    """The sentences of a text, as they stand there."""
    from ml.drafting.sentences import sentences as spans

    return [text[start:end] for start, end in spans(text)]


def supported(sentence: str, sources: Sequence[str]) -> bool:
    """Whether a sentence that somebody edited or a program rewrote is borne out by passages it is said to rest on."""
    prepare()
    from ml.drafting.agreement import supported as borne_out

    return borne_out(sentence, sources, analyser().embed)


def conflicting(sentence: str, other: str) -> str | None:
    """Why two sentences cannot both be right, `number`, `opposite` or `denial`; None if they can."""
    prepare()
    from ml.drafting.agreement import conflicting as reason

    return reason(sentence, other, analyser().embed)
