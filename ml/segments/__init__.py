"""Which parts of a text speak of something of their own.

In two steps. A *cut* is a place where a sentence or a clause ends; the languages' own modules find them, and more
than are needed. Then neighbours that say one thing are joined again (`joining`): what happened and how bad it is, a
wish and the thanks after it, an "it" and what it stands for. What is left are segments.

Cuts come from rules about endings, particles and connectives, not from a morphological analyser: `ml.evaluate` measures
both, and the analyser takes 250 MB in a process that must answer at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ml.segments import english, korean, korean_subjects
from ml.segments.cuts import Bond, Cut, thinned
from ml.segments.joining import Form, Piece, Tone, joined
from ml.text import MAX_CHARACTERS

MAX_SEGMENTS = 40
"""The last of so many takes the rest of a text."""

Feel = Callable[[list[str], list[str]], Sequence[Tone]]
"""Tones of pieces, given with their languages. A quick reading will do: it only tells praise from the rest."""

Cuts = Callable[[str], list[Cut]]


def find_segments(
    texts: Sequence[str], languages: Sequence[str], feel: Feel, cuts: Cuts | None = None
) -> list[list[tuple[int, int]]]:
    """Start and end of every segment of each text, in characters of the text as given.

    Spans hold no outer whitespace, do not overlap and come in order; a text without letters has none. Nothing beyond
    `MAX_CHARACTERS` is looked at, and there are at most `MAX_SEGMENTS`.

    Args:
        texts: as given.
        languages: one per text.
        feel: tells the tone of pieces.
        cuts: see `parts`.
    """
    found = [list(parts(text, language, cuts)) for text, language in zip(texts, languages, strict=True)]
    several = [i for i, own in enumerate(found) if len(own) > 1]
    asked = [
        (completed(texts[i][start:end], languages[i]), languages[i]) for i in several for start, end, _ in found[i]
    ]
    tones = iter(feel([piece for piece, _ in asked], [language for _, language in asked]) if asked else [])
    return [
        joined([_piece(texts[i][start:end], languages[i], start, bond, next(tones)) for start, end, bond in own])
        if len(own) > 1
        else [(start, end) for start, end, _ in own]
        for i, own in enumerate(found)
    ]


def parts(text: str, language: str, cuts: Cuts | None = None) -> Iterator[tuple[int, int, Bond]]:
    """Start and end of what lies between the cuts, and how it is bound to what stands before it.

    Args:
        text: of any length.
        language: `ko` has rules of its own, everything else is cut as English is.
        cuts: finds them; those of the language when absent.
    """
    text = text[:MAX_CHARACTERS]
    if not any(character.isalnum() for character in text):
        return
    find = cuts or (korean.cuts if language == "ko" else english.cuts)
    places = [Cut(0, Bond.stop), *thinned(find(text), text, MAX_SEGMENTS - 1)]
    ends = [*(cut.place for cut in places[1:]), len(text)]
    for cut, end in zip(places, ends, strict=True):
        piece = text[cut.place : end]
        yield cut.place + len(piece) - len(piece.lstrip()), cut.place + len(piece.rstrip()), cut.bond


def completed(piece: str, language: str) -> str:
    """A piece as a sentence of its own: without the ending or the word that ties it to another."""
    return (korean if language == "ko" else english).completed(piece)


def without_connective(piece: str, language: str) -> str:
    """A piece without the "but" or 근데 that it begins with."""
    return piece[(korean if language == "ko" else english).connective(piece) :]


def _piece(piece: str, language: str, start: int, bond: Bond, tone: Tone) -> Piece:
    if language == "ko":
        naming, turns = korean_subjects.naming(piece), korean.turns(piece)
        return Piece(start, start + len(piece), bond, tone, naming, Form.clause, turns)
    naming, turns = english.naming(piece), english.connective(piece) > 0
    return Piece(start, start + len(piece), bond, tone, naming, english.form(piece), turns)
