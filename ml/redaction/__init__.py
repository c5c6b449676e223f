"""Personal data in what customers write: found before anybody reads it, and replaced by what it was.

`redacted` is all that others use. It looks for contacts (`contacts`), numbers (`numbers`), addresses (`places`), keys
(`keys`) and names (`names`), Korean and English, on a view of the text in which nothing hides behind full-width digits
or invisible characters (`view`). Rules, not a model: a number is held to its checksum unless a word beside it says what
it is, because a review that is changed for nothing is a loss, too. Names of people stay where nothing says that they
are names: no rule tells them from names of shops.

Light on purpose: the web process redacts before it stores, and imports nothing heavier than `re` and `phonenumbers`.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ml.redaction import contacts, keys, names, numbers, places
from ml.redaction.view import Found, View

__all__ = ["KINDS", "Redacted", "Span", "redacted"]

KINDS = ("key", "email", "resident", "passport", "licence", "card", "account", "phone", "address", "name")
"""What can be found; of two that overlap, the earlier kind has it."""
_FINDERS: tuple[Callable[[str], Iterable[Found]], ...] = (
    keys.secrets,
    contacts.find,
    numbers.find,
    places.find,
    names.find,
)
_TELLING = re.compile(rf"[\d@]|골뱅이|공일공|영일영|[(\[]at[)\]]|\sdot\s|{names.LABEL}", re.IGNORECASE)
_MAY_HOLD = re.compile(rf"=|{_TELLING.pattern}", re.IGNORECASE)
_ROUNDS = 4
_BEFORE, _BEHIND = 100, 80
"""Characters around a digit that a recogniser may need; the rest of a long text is not searched."""


@dataclass(frozen=True)
class Span:
    """Personal data in a text, by characters of the text as given."""

    start: int
    end: int
    kind: str
    """One of `KINDS`."""


@dataclass(frozen=True)
class Redacted:
    """A text that everybody may read."""

    text: str
    """With `[EMAIL]`, `[PHONE]` and so on in the place of what was found."""
    spans: tuple[Span, ...]
    """In the text as given, in order, without overlaps."""


def redacted(text: str) -> Redacted:
    """Replace personal data by its kind; the same text comes back when there is none, and twice is once."""
    view = View(text)
    if not _MAY_HOLD.search(view.plain):
        return Redacted(text, ())
    found = _merged(_found(view.plain))
    spans = tuple(Span(*view.original(one.start, one.end), one.kind) for one in found)
    out, at = [], 0
    for span in spans:
        out += [text[at : span.start], placeholder(span.kind)]
        at = span.end
    return Redacted("".join([*out, text[at:]]), spans)


def placeholder(kind: str) -> str:
    """What stands in the text instead; `ml.text.readable` knows its form."""
    return f"[{kind.upper()}]"


def _found(plain: str) -> list[Found]:
    """All of it, without overlaps. What was found is blanked and the rest looked at again: of two numbers side by side
    one may stand in the other's way."""
    found: list[Found] = []
    for _ in range(_ROUNDS):
        new = [*keys.in_links(plain)]
        for at, piece in _pieces(plain):
            new += [Found(at + one.start, at + one.end, one.kind) for find in _FINDERS for one in find(piece)]
        if not new:
            break
        chosen = _chosen(new)
        found += chosen
        plain = _blanked(plain, chosen)
    return found


def _merged(found: Sequence[Found]) -> list[Found]:
    """By place: an address that a later round finds around a number takes it in, or its end would be written twice."""
    kept: list[Found] = []
    for one in sorted(found):
        if kept and one.start < kept[-1].end:
            kept[-1] = kept[-1]._replace(end=max(one.end, kept[-1].end))
        else:
            kept.append(one)
    return kept


def _blanked(plain: str, found: Sequence[Found]) -> str:
    """As long as before, and as full of brackets as the text will be."""
    out, at = [], 0
    for one in found:
        out += [plain[at : one.start], "[", "]" * (one.end - one.start - 1)]
        at = one.end
    return "".join([*out, plain[at:]])


def _pieces(plain: str) -> Iterator[tuple[int, str]]:
    """The places that hold digits, with what stands around them."""
    start = end = 0
    for telling in _TELLING.finditer(plain):
        if telling.start() - _BEFORE > end:
            if end:
                yield start, plain[start:end]
            start = max(0, telling.start() - _BEFORE)
        end = min(len(plain), telling.end() + _BEHIND)
    if end:
        yield start, plain[start:end]


def _chosen(found: list[Found]) -> list[Found]:
    """Without overlaps, by place: the kind that is named first wins, then the longer one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (KINDS.index(f.kind), f.start - f.end, f.start)):
        place = bisect(kept, one)
        before_fits = place == 0 or kept[place - 1].end <= one.start
        if before_fits and (place == len(kept) or one.end <= kept[place].start):
            kept.insert(place, one)
    return kept
