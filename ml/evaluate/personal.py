"""Redaction against our own sentences, and how often real reviews are changed.

`personal.txt` was written for this: invented personal data in what customers write, and numbers that are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.evaluate import Figure
from ml.redaction import Span, redacted
from ml.train.corpora import rows

_OWN = Path(__file__).with_name("personal.txt")
_MARK = re.compile(r"\{([a-z]+):([^{}]*)\}")
PARTS = ("dev", "test", "planted", "afterwards")
FIXED = ("email", "phone", "resident", "card", "account", "passport", "licence")
_REVIEWS = ("ko_app_reviews", "ko_nsmc", "en_play_reviews", "en_airline_reasons")


@dataclass(frozen=True)
class Marked:
    """A sentence and what is personal in it."""

    part: str
    text: str
    spans: tuple[Span, ...]


def personal(data: Path) -> list[Figure]:
    """Recall and precision by character spans, and the share of real texts that are changed at all."""
    found = list(sentences())
    own = [_own([one for one in found if one.part == part], part) for part in PARTS]
    unseen = [one for one in found if one.part != PARTS[0]]
    return [*own, *_of_a_fixed_form(found, unseen), *(_changed(data, name) for name in _REVIEWS)]


def sentences() -> Iterator[Marked]:
    """Our own."""
    part = ""
    for line in _OWN.read_text("utf-8").splitlines():
        if line.startswith("##"):
            part = line.removeprefix("## ")
        elif line.startswith("#"):
            continue
        elif line:
            yield _marked(part, line)


def _marked(part: str, line: str) -> Marked:
    text, at, spans = "", 0, []
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        spans.append(Span(len(text), len(text) + len(mark[2]), mark[1]))
        text += mark[2]
        at = mark.end()
    return Marked(part, text + line[at:], tuple(spans))


def covered(wanted: Sequence[Span], found: Sequence[Span]) -> int:
    """How many of `wanted` lie wholly within one of `found`, whatever it is taken for."""
    return sum(any(f.start <= w.start and w.end <= f.end for f in found) for w in wanted)


def _own(marked: Sequence[Marked], part: str) -> Figure:
    found = [redacted(one.text).spans for one in marked]
    wanted = sum(len(one.spans) for one in marked)
    hidden = sum(covered(one.spans, spans) for one, spans in zip(marked, found, strict=True))
    needless = sum(_needless(one, spans) for one, spans in zip(marked, found, strict=True))
    precision = hidden / (hidden + needless)
    note = f"{len(marked)} sentences; {hidden} of {wanted} found whole, {needless} needless: precision {precision:.3f}"
    return Figure(f"redaction: own sentences, {part}: recall", f"{hidden / wanted:.3f}", "", note)


def _of_a_fixed_form(every: Sequence[Marked], unseen: Sequence[Marked]) -> Iterator[Figure]:
    """Identifiers that a rule can know: not keys, addresses or names."""
    for marked, which in ((every, "all"), (unseen, "written after the rules")):
        found = [redacted(one.text).spans for one in marked]
        wanted = [[span for span in one.spans if span.kind in FIXED] for one in marked]
        hidden = sum(covered(each, spans) for each, spans in zip(wanted, found, strict=True))
        total = sum(map(len, wanted))
        needless = sum(_needless(one, spans) for one, spans in zip(marked, found, strict=True))
        note = f"{len(marked)} sentences; {hidden} of {total} found whole; precision {hidden / (hidden + needless):.3f}"
        yield Figure(f"redaction: fixed forms, {which}: recall", f"{hidden / total:.3f}", "", note)


def _needless(one: Marked, spans: Sequence[Span]) -> int:
    return sum(all(f.end <= w.start or w.end <= f.start for w in one.spans) for f in spans)


def _changed(data: Path, name: str) -> Figure:
    changed = [bool(redacted(row["text"]).spans) for row in rows(data / name / "dev.jsonl.gz")]
    return Figure(f"redaction of {name}", f"{100 * np.mean(changed):.2f} %", "", f"{len(changed)} texts; share changed")
