"""A text and its passages, of blocks; pure.

Paragraphs are packed under their headings up to a length at which the encoder still sees all of it. A passage never
runs over a heading, so what is changed in one section leaves the passages of the others as they were.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.faq.sources.domain import Block, Passage, passage_id

PASSAGE_CHARACTERS = 600
HEADING_CHARACTERS = 300
"""Of a heading above a passage: each passage repeats it."""
BETWEEN = "\n\n"
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’)\]]*\s+|\n")


class Place(NamedTuple):
    """A stretch of a text that is not a heading."""

    start: int
    end: int
    heading: tuple[str, ...]
    page: int | None


def text_of(blocks: Sequence[Block]) -> str:
    """The whole text, blocks set apart by an empty line."""
    return BETWEEN.join(block.text for block in blocks if block.text)


def headings(blocks: Sequence[Block]) -> list[tuple[int, int, int]]:
    """Start, end and level of each heading in `text_of(blocks)`."""
    found, at = [], 0
    for block in blocks:
        end = at + len(block.text)
        if block.text and block.level:
            found.append((at, end, block.level))
        at = end + len(BETWEEN) if block.text else at
    return found


def passages(source: str, blocks: Sequence[Block]) -> list[Passage]:
    """The passages of `text_of(blocks)`, in order and without overlaps."""
    text = text_of(blocks)
    seen: Counter[tuple[tuple[str, ...], str]] = Counter()
    found = []
    for place in _packed(_pieces(text, blocks)):
        said = text[place.start : place.end]
        occurrence = seen[(place.heading, said)]
        seen[(place.heading, said)] += 1
        id_ = passage_id(source, place.heading, said, occurrence)
        found.append(
            Passage(id=id_, heading=place.heading, text=said, start=place.start, end=place.end, page=place.page)
        )
    return found


def _pieces(text: str, blocks: Sequence[Block]) -> Iterator[Place]:
    """Stretches no longer than a passage may be."""
    above: list[tuple[int, str]] = []
    at = 0
    for block in blocks:
        end = at + len(block.text)
        if block.level:
            above = [each for each in above if each[0] < block.level]
            above += [(block.level, block.text[:HEADING_CHARACTERS])] if block.text else []
        else:
            heading = tuple(words for _, words in above)
            for start, stop in _cut(text, at, end):
                yield Place(start, stop, heading, block.page)
        at = end + len(BETWEEN) if block.text else at


def _packed(pieces: Iterator[Place]) -> Iterator[Place]:
    held: Place | None = None
    for piece in pieces:
        if held is not None and _together(held, piece):
            held = held._replace(end=piece.end)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _together(held: Place, piece: Place) -> bool:
    same = held.heading == piece.heading and held.page == piece.page
    return same and piece.start - held.end <= len(BETWEEN) and piece.end - held.start <= PASSAGE_CHARACTERS


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A block as it is, or where it is too long: between sentences, else between words, else anywhere."""
    while end - start > PASSAGE_CHARACTERS:
        limit = start + PASSAGE_CHARACTERS
        ends = [each.end() for each in _SENTENCE_END.finditer(text, start, limit)]
        blank = text.rfind(" ", start, limit)
        stop = ends[-1] if ends else blank + 1 if blank > start else limit
        yield from _stripped(text, start, stop)
        start = stop
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
