"""What an answer in words means for the question that was asked; pure."""

from collections.abc import Callable
from datetime import date
from typing import Any

from voc.conversations.understanding.agreement import read_agreement
from voc.conversations.understanding.days import read_day
from voc.conversations.understanding.folding import fold
from voc.conversations.understanding.lines import read_email, read_number, read_phone, read_url
from voc.conversations.understanding.picking import Offer, Picked, read_one, read_order, read_several
from voc.conversations.understanding.scores import read_score
from voc.surveys.questions import QuestionBase, is_blank
from voc.surveys.texts import in_language
from voc.values import Value

ANSWER_LIMIT_CHARACTERS = 1_000
"""Nobody needs more to choose something; a longer message is a voice."""
YES, NO = "yes", "no"
"""The values of the buttons of a question that asks for agreement."""


class Understood(Value):
    """An answer that its question may take, and the words beside it."""

    answer: Any
    comment: str | None = None


class Reader(Value):
    """How somebody is read: in which language, and on which day."""

    language: str
    first: str
    """The survey's first language, whose words stand in for missing ones."""
    today: date

    def words(self, text: dict[str, str] | None) -> str:
        """A text as the customer was shown it."""
        return in_language(text, self.language, self.first)


def understand(question: QuestionBase, text: str, reader: Reader) -> Understood | None:
    """The answer in a message; None where no answer is certain. Whether it fits is the question's to say."""
    if question.type != "text" and len(text) > ANSWER_LIMIT_CHARACTERS:
        return None
    found = _READERS[question.type](question, text, reader) if question.type in _READERS else None
    return None if found is None or is_blank(found.answer) else found


def tapped(question: QuestionBase, value: str) -> Any:
    """The answer that a button of ours stands for; None where the question offered no such button."""
    if question.type == "consent":
        return {YES: True, NO: False}.get(value)
    answer: Any = value
    if hasattr(question, "ends"):
        answer = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None
    elif question.type in ("multiple", "picture"):
        answer = [value]
    return None if answer is None or question.check(answer) else answer


def offers(question: QuestionBase, reader: Reader) -> list[Offer]:
    """The choices of a question as they are offered."""
    return [Offer(id=each.id, label=reader.words(each.text)) for each in getattr(question, "choices", ())]


def _scale(question: Any, text: str, reader: Reader) -> Understood | None:
    low, high = question.ends
    ends = {fold(reader.words(each)).compact: value for each, value in ((question.low, low), (question.high, high))}
    said = fold(text).compact
    if said and said in ends:
        return Understood(answer=ends[said])
    score = read_score(text, low, high)
    return Understood(answer=score.value, comment=score.comment) if score else None


def _one(question: Any, text: str, reader: Reader) -> Understood | None:
    picked = read_one(text, offers(question, reader), other=getattr(question, "other", False))
    return Understood(answer=picked.answers[0], comment=picked.comment) if picked else None


def _several(question: Any, text: str, reader: Reader) -> Understood | None:
    return _list(read_several(text, offers(question, reader), other=getattr(question, "other", False)))


def _order(question: Any, text: str, reader: Reader) -> Understood | None:
    return _list(read_order(text, offers(question, reader)))


def _list(picked: Picked | None) -> Understood | None:
    return Understood(answer=list(picked.answers), comment=picked.comment) if picked else None


def _words(question: Any, text: str, reader: Reader) -> Understood | None:
    return Understood(answer=text.strip())


def _consent(question: Any, text: str, reader: Reader) -> Understood | None:
    if fold(text).compact == fold(reader.words(question.label)).compact:
        return Understood(answer=True)
    found = read_agreement(text)
    return Understood(answer=found.given, comment=found.comment) if found else None


def _number(question: Any, text: str, reader: Reader) -> Understood | None:
    found = read_number(text, unit=reader.words(question.unit))
    return Understood(answer=found.value, comment=found.comment) if found else None


def _date(question: Any, text: str, reader: Reader) -> Understood | None:
    return Understood(answer=read_day(text, today=reader.today, language=reader.language))


def _line(read: Callable[[str], str | None]) -> Callable[[Any, str, Reader], Understood]:
    return lambda question, text, reader: Understood(answer=read(text))


def _contact(question: Any, text: str, reader: Reader) -> Understood | None:
    """Only where one field is asked for; a form of several is no text."""
    (field,) = question.fields if len(question.fields) == 1 else (None,)
    if field is None:
        return None
    found = {"email": read_email, "phone": read_phone}.get(field.id, str.strip)(text)
    return Understood(answer={field.id: found}) if found else None


_READERS: dict[str, Callable[[Any, str, Reader], Understood | None]] = {
    **dict.fromkeys(("nps", "csat", "ces", "rating"), _scale),
    **dict.fromkeys(("single", "dropdown"), _one),
    "multiple": _several,
    "ranking": _order,
    "text": _words,
    "consent": _consent,
    "number": _number,
    "date": _date,
    "email": _line(read_email),
    "phone": _line(read_phone),
    "url": _line(read_url),
    "contact": _contact,
}
"""Types that are asked by text; the others are asked on a page."""
