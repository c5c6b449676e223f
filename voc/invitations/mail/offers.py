"""The first question as an e-mail can ask it: what may be tapped, and how it is arranged; pure."""

import random
from collections.abc import Callable
from typing import Literal

from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import OTHER
from voc.surveys.questions.scales import ScaleQuestion
from voc.surveys.questions.single import SingleQuestion
from voc.surveys.texts import in_language
from voc.values import Value

CHOICES_LIMIT = 9
"""More than these are asked on the page: nobody scrolls through an e-mail."""
_ROW = 5
"""Cells of 44 px that stand in one row on any phone; a longer scale comes in two blocks, a row where there is room."""
FACES = {2: "👎👍", 3: "😞😐😊", 5: "😞😕😐😊😄"}
"""All of Unicode 6.1, so that old telephones have them, too."""


class Offer(Value):
    """Something to tap."""

    label: str
    url: str
    glyph: str = ""
    """A picture in type, above the label."""
    meaning: str = ""
    """Of an end of a scale, in words."""


class Offers(Value):
    """What stands below the question."""

    layout: Literal["scale", "choices", "button"]
    blocks: tuple[tuple[Offer, ...], ...] = ()
    low: str = ""
    high: str = ""

    @property
    def all(self) -> list[Offer]:
        """In order."""
        return [offer for block in self.blocks for offer in block]


def offers(
    question: QuestionBase,
    *,
    language: str,
    first: str,
    answer: Callable[[str], str],
    elsewhere: str,
    other: str,
    ends: tuple[str, str],
) -> Offers:
    """What may be tapped to answer.

    Args:
        question: the survey's first one.
        language: the reader's.
        first: the survey's first language.
        answer: the link that opens the page with an answer chosen.
        elsewhere: the link that opens it with none; what shuffled choices are shuffled by.
        other: what the choice is called that a respondent words.
        ends: what the ends of the scale mean where the author does not say.
    """
    if isinstance(question, ScaleQuestion):
        return _scale(question, language, first, answer, ends)
    if isinstance(question, SingleQuestion) and len(question.choices) + question.other <= CHOICES_LIMIT:
        return _choices(question, language, first, answer, elsewhere, other)
    return Offers(layout="button")


def _scale(
    question: ScaleQuestion, language: str, first: str, answer: Callable[[str], str], ends: tuple[str, str]
) -> Offers:
    low, high = question.ends
    meanings = {
        low: in_language(question.low, language, first) or ends[0],
        high: in_language(question.high, language, first) or ends[1],
    }
    steps = range(low, high + 1)
    glyphs = _glyphs(getattr(question, "look", "numbers"), len(steps))
    cells = [
        Offer(label=str(step), url=answer(str(step)), glyph=glyph, meaning=meanings.get(step, ""))
        for step, glyph in zip(steps, glyphs, strict=True)
    ]
    half = len(cells) if len(cells) <= _ROW else (len(cells) + 1) // 2
    blocks = tuple(tuple(part) for part in (cells[:half], cells[half:]) if part)
    return Offers(layout="scale", blocks=blocks, low=meanings[low], high=meanings[high])


def _glyphs(look: str, count: int) -> list[str]:
    if look == "stars":
        return ["★"] * count
    return list(FACES[count]) if look in ("faces", "thumbs") and count in FACES else [""] * count


def _choices(
    question: SingleQuestion, language: str, first: str, answer: Callable[[str], str], elsewhere: str, other: str
) -> Offers:
    listed = [Offer(label=in_language(one.text, language, first), url=answer(one.id)) for one in question.choices]
    if question.shuffle:
        random.Random(elsewhere).shuffle(listed)
    if question.other and OTHER not in {one.id for one in question.choices}:
        listed.append(Offer(label=other, url=elsewhere))
    return Offers(layout="choices", blocks=(tuple(listed),))
