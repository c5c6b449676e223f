"""What everybody may read of an answer; pure.

Of a contact enough stays to recognise it and not enough to use it. In words, personal data give way to `[PHONE]` and
so on, as in any other verbatim. What respondents choose from an author's list is nobody's, and stays.
"""

from collections.abc import Callable, Mapping
from typing import Any

from voc.customers import contacts
from voc.customers.contacts import HIDDEN
from voc.customers.domain import IdentityKind
from voc.errors import Invalid
from voc.redaction import redacted
from voc.surveys.questions.choices import OTHER


def masked(type_: str | None, answer: Any) -> Any:
    """An answer that fits a question of this type, without personal data.

    Args:
        type_: of the question; None where it is not known any more, and every text may be somebody's words.
        answer: in normal form.
    """
    return (_everything if type_ is None else _MASKS.get(type_, _own_words))(answer)


def _words(answer: Any) -> Any:
    return redacted(answer).text if isinstance(answer, str) else answer


def _email(answer: Any) -> str:
    return _contact(IdentityKind.email, answer)


def _phone(answer: Any) -> str:
    return _contact(IdentityKind.phone, answer)


def _contact(kind: IdentityKind, answer: Any) -> str:
    try:
        return contacts.mask(kind, contacts.normalise(kind, str(answer)))
    except Invalid:  # it has the question's form, and yet nobody could be reached there
        return HIDDEN


def _name(answer: Any) -> str:
    return f"{str(answer)[:1]}{HIDDEN}"


def _nothing(_: Any) -> str:
    return HIDDEN


def _form(answer: Any) -> Any:
    """Contact details, field by field; a company is no person."""
    if not isinstance(answer, Mapping):
        return _everything(answer)
    return {name: _FIELDS.get(name, _words)(text) for name, text in answer.items()}


def _own_words(answer: Any) -> Any:
    """Chosen things, where a respondent may have worded one."""
    if isinstance(answer, list):
        return [_own_words(each) for each in answer]
    return {OTHER: _words(answer[OTHER])} if isinstance(answer, Mapping) and list(answer) == [OTHER] else answer


def _everything(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_everything(each) for each in answer]
    if isinstance(answer, Mapping):
        return {name: _everything(each) for name, each in answer.items()}
    return _words(answer)


_FIELDS: dict[str, Callable[[Any], Any]] = {"email": _email, "phone": _phone, "name": _name, "address": _nothing}
_MASKS: dict[str, Callable[[Any], Any]] = {
    "email": _email,
    "phone": _phone,
    "contact": _form,
    "text": _words,
    "url": _words,
}
"""By type of question; of the others only what respondents word themselves may be somebody's."""
