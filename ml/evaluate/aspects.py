"""Segments against comments written for the purpose: where each aspect stands, what kind it is, how it feels.

`aspects.jsonl` holds 361 comments, 181 Korean and 180 English, most with two aspects, some with three, and some with
one that looks like more ("I ordered yesterday and it still hasn't shipped") or is told in several sentences. A person
of the project wrote them, with shops, apps, banks, travel and clinics in mind; rules were chosen on the half `dev`, and
nobody looked at what goes wrong in the half `test`.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ml.evaluate import Figure
from ml.evaluate.marks import sentences
from ml.pipeline import Analyser, Segment
from ml.segments import find_segments
from ml.segments.joining import Tone

_COMMENTS = Path(__file__).with_name("aspects.jsonl")
_LANGUAGES = {"ko": "Korean", "en": "English"}
MATCHED = 0.8
"""Least share of letters that a segment and an aspect have in common, of those that either has."""

Span = tuple[int, int]
Splitter = Callable[[Sequence[str]], list[list[Span]]]


def comments(split: str, language: str) -> list[dict[str, Any]]:
    """The rows of one half and language: `text`, and `aspects` with start, end, kind and sentiment (-1, 0, 1)."""
    found = (json.loads(line) for line in _COMMENTS.read_text("utf-8").splitlines())
    return [row for row in found if row["split"] == split and row["language"] == language]


def segments(analyser: Analyser) -> list[Figure]:
    """Span F1, and kind and feeling per aspect, of the half that nothing was chosen on."""
    figures = []
    for language, name in _LANGUAGES.items():
        rows = comments("test", language)
        texts = [row["text"] for row in rows]
        found = analyser.segments(texts, analyser.read(texts))
        spans = [[(s.start, s.end) for s in own] for own in found]
        floor = f"{span_f1(rows, [sentences(text) for text in texts]):.3f}"
        note = f"{len(rows)} comments, {sum(len(row['aspects']) for row in rows)} aspects; floor: sentences by marks"
        kind, feeling = _read_right(rows, found)
        figures += [
            Figure(f"segments, {name}: span F1", f"{span_f1(rows, spans):.3f}", floor, note),
            Figure("… on the half that rules were chosen on", _chosen_on(analyser, language)),
            *_peers(analyser, rows, language),
            Figure("… kind of each aspect", f"{kind:.3f}", "", "accuracy; the segment that shares most with it"),
            Figure("… happy or unhappy, where it is one of them", f"{feeling:.3f}", "", "accuracy, sign of sentiment"),
        ]
    return figures


def span_f1(rows: Sequence[dict[str, Any]], found: Sequence[Sequence[Span]]) -> float:
    """Harmonic mean of precision and recall; a span is found when its letters overlap by `MATCHED`."""
    hits = wanted = given = 0
    for row, spans in zip(rows, found, strict=True):
        aspects = [_letters(row["text"], (a["start"], a["end"])) for a in row["aspects"]]
        own = [_letters(row["text"], span) for span in spans]
        wanted, given = wanted + len(aspects), given + len(own)
        hits += sum(any(len(a & b) >= MATCHED * len(a | b) for b in own) for a in aspects)
    return 2 * hits / max(1, wanted + given)


def _chosen_on(analyser: Analyser, language: str) -> str:
    rows = comments("dev", language)
    texts = [row["text"] for row in rows]
    found = analyser.segments(texts, analyser.read(texts))
    return f"{span_f1(rows, [[(s.start, s.end) for s in own] for own in found]):.3f}"


def _read_right(rows: Sequence[dict[str, Any]], found: Sequence[Sequence[Segment]]) -> tuple[float, float]:
    """Share of aspects whose kind, and whose feeling where they have one, the segment beneath them has."""
    kinds, feelings = [], []
    for row, own in zip(rows, found, strict=True):
        for aspect in row["aspects"]:
            letters = _letters(row["text"], (aspect["start"], aspect["end"]))
            segment = max(own, key=lambda s: len(letters & _letters(row["text"], (s.start, s.end))))
            kinds.append(segment.kind == aspect["kind"])
            if aspect["sentiment"]:
                feelings.append((segment.sentiment > 0) == (aspect["sentiment"] > 0))
    return float(np.mean(kinds)), float(np.mean(feelings))


def _letters(text: str, span: Span) -> frozenset[int]:
    return frozenset(place for place in range(*span) if text[place].isalnum())


def _peers(analyser: Analyser, rows: Sequence[dict[str, Any]], language: str) -> Iterable[Figure]:
    """Other ways to cut the same comments: those that are installed."""
    texts = [row["text"] for row in rows]
    untold = find_segments(texts, [language] * len(texts), lambda pieces, _: [Tone.flat] * len(pieces))
    yield Figure("… without a look at the tone", f"{span_f1(rows, untold):.3f}")
    if language == "ko" and importlib.util.find_spec("kiwipiepy"):
        from ml.evaluate import kiwi_cuts

        kiwi = kiwi_cuts.load()
        apart = [[(s.start, s.end) for s in kiwi.split_into_sents(text)] for text in texts]
        yield Figure("… sentences by kiwipiepy", f"{span_f1(rows, apart):.3f}")
        by_kiwi = find_segments(texts, [language] * len(texts), analyser.tones, lambda text: kiwi_cuts.cuts(kiwi, text))
        yield Figure("… cuts by kiwipiepy's endings, joined by our rules", f"{span_f1(rows, by_kiwi):.3f}")
    if language == "ko" and importlib.util.find_spec("kss"):
        from kss import split_sentences

        apart = [_found_again(text, split_sentences(text, backend="fast", num_workers=1)) for text in texts]
        yield Figure("… sentences by kss", f"{span_f1(rows, apart):.3f}")


def _found_again(text: str, pieces: Iterable[str]) -> list[Span]:
    place, spans = 0, []
    for piece in pieces:
        start = text.find(piece, place)
        if start >= 0:
            place = start + len(piece)
            spans.append((start, place))
    return spans
