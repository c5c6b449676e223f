"""Each type of question as a text message; pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.channels.domain import Choice
from voc.conversations.understanding.answers import NO, YES, Reader, offers
from voc.conversations.understanding.optout import is_opt_out
from voc.conversations.understanding.picking import marks
from voc.conversations.wording.words import ENDS, FIELDS, known, say
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.questions import QuestionBase
from voc.surveys.recall import fill
from voc.surveys.texts import in_language
from voc.values import Value

LISTED = 12
"""Longest list of choices that a message shows; of a longer one a single choice is named instead."""
BUTTONS = 13
"""Most buttons that messengers show under a message (LINE, Messenger)."""
SKIP = "~skip"
"""The value of the button that leaves a question out; no choice has such an id."""


class Said(Value):
    """A message of ours."""

    text: str
    choices: tuple[Choice, ...] = ()
    """The same answers as buttons, where the channel has them: `{question}={value}`."""


class Voice:
    """Who speaks: a survey's words for one customer, with what they said put in."""

    def __init__(self, definition: Definition, facts: Facts, variables: Mapping[str, float]) -> None:
        self.definition, self.facts, self.variables = definition, facts, variables
        self.language = facts.language or definition.first_language

    def words(self, text: Mapping[str, str] | None) -> str:
        """A text of the survey's author."""
        raw = in_language(text, self.language, self.definition.first_language)
        filled = fill(raw, self.definition, self.facts, language=self.language, variables=self.variables)
        return filled.strip()

    def say(self, name: str, **values: object) -> str:
        """A sentence of ours."""
        return say(self.language, name, **values)


def can_ask(question: QuestionBase) -> bool:
    """Whether a message can ask it. Files, pictures, tables and forms are for a page."""
    choices = len(getattr(question, "choices", ()))
    if question.type in ("matrix", "picture", "file"):
        return False
    if question.type in ("multiple", "ranking"):
        return choices <= LISTED
    return question.type != "contact" or len(getattr(question, "fields", ())) == 1


def ask(question: QuestionBase, voice: Voice, reader: Reader, *, required: bool) -> Said:
    """A question and how to reply to it."""
    how, choices = _HOWS[question.type](question, voice, reader)
    lines = [voice.words(question.text), voice.words(question.help), *how]
    if not required:
        lines.append(voice.say("optional"))
        choices = [*choices, Choice(label=voice.say("skip"), value=SKIP)] if choices else choices
    tagged = [each.model_copy(update={"value": f"{question.id}={each.value}"}) for each in choices]
    return Said(text="\n".join(filter(None, lines)), choices=tuple(tagged) if len(tagged) <= BUTTONS else ())


How = tuple[Sequence[str], Sequence[Choice]]


def _scale(question: Any, voice: Voice, reader: Reader) -> How:
    low, high = question.ends
    usual = ENDS[known(voice.language)][question.type]
    worst, best = voice.words(question.low) or usual[0], voice.words(question.high) or usual[1]
    buttons = [Choice(label=str(score), value=str(score)) for score in range(low, high + 1)]
    return [voice.say("scale", low=low, high=high, worst=worst, best=best)], buttons


def _one(question: Any, voice: Voice, reader: Reader) -> How:
    given = offers(question, reader)
    if len(given) > LISTED:
        return [voice.say("named", example=given[0].label)], []
    listed = _list(question, voice, reader)
    how = "one" if listed[0].startswith("1") else "one_letter"
    buttons = [
        # a label that is an opt-out word would be one when it is tapped
        Choice(label=line if is_opt_out(offer.label) else offer.label, value=offer.id)
        for offer, line in zip(given, listed, strict=False)
    ]
    return [*listed, voice.say(how)], [] if getattr(question, "other", False) else buttons


def _several(question: Any, voice: Voice, reader: Reader) -> How:
    listed = _list(question, voice, reader)
    first = [line.split(".")[0] for line in listed]
    return [*listed, voice.say("several", example=f"{first[0]},{first[-1] if len(first) < 3 else first[2]}")], []


def _order(question: Any, voice: Voice, reader: Reader) -> How:
    listed = _list(question, voice, reader)
    places = [line.split(".")[0] for line in listed]
    return [*listed, voice.say("order", example=",".join([places[1], places[0], *places[2:]]))], []


def _list(question: Any, voice: Voice, reader: Reader) -> list[str]:
    labels = [offer.label for offer in offers(question, reader)]
    own = [voice.say("other")] if getattr(question, "other", False) else []
    return [f"{mark}. {label}" for mark, label in zip(_marks(labels, own), [*labels, *own], strict=True)]


def _marks(labels: Sequence[str], own: Sequence[str]) -> list[str]:
    found = marks(labels)
    return marks([*labels, *own]) if found[0] != "1" else [str(place + 1) for place in range(len(labels) + len(own))]


def _consent(question: Any, voice: Voice, reader: Reader) -> How:
    buttons = [Choice(label=voice.say("yes"), value=YES), Choice(label=voice.say("no"), value=NO)]
    return [voice.words(question.label), voice.say("consent")], buttons


def _number(question: Any, voice: Voice, reader: Reader) -> How:
    unit = voice.words(question.unit)
    return [voice.say("number_of", unit=unit) if unit else voice.say("number")], []


def _date(question: Any, voice: Voice, reader: Reader) -> How:
    return [voice.say("date", example=reader.today.isoformat())], []


def _contact(question: Any, voice: Voice, reader: Reader) -> How:
    return [voice.say("contact", field=FIELDS[known(voice.language)][question.fields[0].id])], []


def _plain(question: Any, voice: Voice, reader: Reader) -> How:
    return [voice.say(question.type)], []


_HOWS: dict[str, Callable[[Any, Voice, Reader], How]] = {
    **dict.fromkeys(("nps", "csat", "ces", "rating"), _scale),
    **dict.fromkeys(("single", "dropdown"), _one),
    **dict.fromkeys(("text", "email", "phone", "url"), _plain),
    "multiple": _several,
    "ranking": _order,
    "consent": _consent,
    "number": _number,
    "date": _date,
    "contact": _contact,
}
