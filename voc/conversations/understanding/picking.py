"""Choices by number, letter, label, the beginning of a label, or in one's own words; pure."""

import re
from collections.abc import Sequence
from typing import Any

from voc.conversations.understanding import words as known
from voc.conversations.understanding.folding import LAUGHTER, Folded, fold, has_words
from voc.conversations.understanding.scores import read_score
from voc.surveys.questions.choices import OTHER, OTHER_LIMIT_CHARACTERS
from voc.values import Value


class Offer(Value):
    """A choice as it is offered: its id and its words in the language that is spoken."""

    id: str
    label: str


class Picked(Value):
    """What was chosen."""

    answers: tuple[Any, ...]
    """Ids, and `{"other": words}`; one for a single choice."""
    comment: str | None = None


_LETTER = re.compile(r"\W*([a-z])(?:\s?번)?(?:이요|요|입니다)?(?:[\W]*$|\s?[,.):-]\s?(?P<rest>\S.*)$)", re.DOTALL)
_NAMED = re.compile(r"[\s(#]*(\d{1,2})\s?번(?:이요|요|이에요|예요|입니다|인데요?)?(?:[\s,.!:;~-]+|$)")
_TIED = re.compile(
    r"(?:이요|요|입니다|이에요|예요|인데요?|이고요?)?(?:$|\s?[,.!:;~\n-]+\s*|\s(?=but |because |since |and |근데 ))"
)
_TIED_LONG = re.compile(_TIED.pattern + r"|\s")
_AND = r"\s?(?:(?:[,、/&+·;]|그리고|이랑|랑|하고|와|과|and|or)\s?){1,3}|\s{1,3}"
_NUMBERS = re.compile(rf"[\s#(]*\d{{1,2}}(?:\s?번)?\)?(?:(?:{_AND})#?\d{{1,2}}(?:\s?번)?\)?)+(?!\d|[.:]\d|%)")
_LAST = re.compile(r"\s*(?:이요|요|입니다|이에요|예요)?\s*(?:$|[,.!:;~\n-]+\s*|\s(?=but |because |since ))")
_SPLIT = re.compile(r"\s*(?:[,、/&+;\n]|\sand\s|\sor\s|그리고|이랑\s|하고\s|과\s|와\s)+\s*")
_SHORTEST_PREFIX, _SHORTEST_PART = 2, 3
_UNMISTAKABLE = 5
"""A label of so many letters needs no punctuation before a comment."""


def marks(labels: Sequence[str]) -> list[str]:
    """What stands before each choice: numbers, or letters where a label begins with a number itself."""
    numbered = any(fold(label).text[:1].isdigit() for label in labels)
    if numbered and len(labels) <= 26:
        return [chr(ord("A") + place) for place in range(len(labels))]
    return [str(place + 1) for place in range(len(labels))]


def read_one(words: str, offers: Sequence[Offer], *, other: bool = False) -> Picked | None:
    """The one choice that somebody means; with `other` their own words where it is none of them."""
    folded = fold(words)
    found = _known(folded, offers, other=other)
    if found is not None or not other:
        return found
    return _own_words(folded)


def read_several(words: str, offers: Sequence[Offer], *, other: bool = False) -> Picked | None:
    """Several choices: "1, 3 and 4", "1 3", "1번이랑 3번", "late, damaged", "all"; with `other` own words, too."""
    folded = fold(words)
    if folded.compact in known.ALL:
        return Picked(answers=tuple(offer.id for offer in offers))
    one = _known(folded, offers, other=other)
    if one and not one.comment:
        return one
    found = _listed(folded, offers, other=other) or _parted(folded, offers, other=other) or one
    return found or (_own_words(folded) if other else None)


def read_order(words: str, offers: Sequence[Offer]) -> Picked | None:
    """All choices, the best first: "2, 1, 3", "213", or their labels."""
    folded = fold(words)
    digits = re.sub(r"\D", "", folded.text)
    if len(offers) <= 9 and folded.compact == digits and sorted(digits) == [str(n + 1) for n in range(len(offers))]:
        return Picked(answers=tuple(offers[int(digit) - 1].id for digit in digits))
    listed = _listed(folded, offers, other=False)
    if listed is None:
        parts = [part for part in re.split(r"[,>\n/]+", folded.original()) if part.strip()]
        found = [_known(fold(part), offers, other=False) for part in parts]
        listed = Picked(answers=tuple(one.answers[0] for one in found if one)) if all(found) and found else None
    return listed if listed and sorted(listed.answers) == sorted(offer.id for offer in offers) else None


def _parted(folded: Folded, offers: Sequence[Offer], *, other: bool) -> Picked | None:
    """Choices between commas; what is none of them is in one's own words."""
    parts = [part.strip() for part in _SPLIT.split(folded.original()) if part.strip()]
    found = [_known(fold(part), offers, other=False) for part in parts]
    named = [one for one in found if one]
    own = ", ".join(part for part, one in zip(parts, found, strict=True) if one is None)
    if len(parts) < 2 or not named or (own and not (other and has_words(own))):
        return None
    ids = tuple(dict.fromkeys(one.answers[0] for one in named))
    words = ({OTHER: own[:OTHER_LIMIT_CHARACTERS]},) if own else ()
    comment = ", ".join(one.comment for one in named if one.comment)
    return Picked(answers=(*ids, *words), comment=comment or None)


def _known(folded: Folded, offers: Sequence[Offer], *, other: bool) -> Picked | None:
    """A choice that was offered, by whatever names it surely."""
    compact = folded.compact.rstrip(LAUGHTER)
    if not compact:
        return None
    exact = [offer for offer in offers if compact in (fold(offer.label).compact, offer.id.replace("_", ""))]
    if len(exact) == 1:
        return Picked(answers=(exact[0].id,))
    return (
        _by_agreement(compact, offers)
        or _by_mark(folded, offers, other=other)
        or _by_label(folded, offers)
        or _by_part(folded, compact, offers)
    )


def _by_agreement(compact: str, offers: Sequence[Offer]) -> Picked | None:
    """ "yep" where one label says yes, "아뇨" where one says no."""
    for meaning in (known.YES, known.NO):
        same = [offer for offer in offers if fold(offer.label).compact in meaning]
        if compact in meaning and len(same) == 1:
            return Picked(answers=(same[0].id,))
    return None


def _by_mark(folded: Folded, offers: Sequence[Offer], *, other: bool) -> Picked | None:
    numbered = marks([offer.label for offer in offers])[0] == "1"
    top = len(offers) + (1 if other else 0)
    score = read_score(folded.original(), 1, top) if numbered else None
    named = _NAMED.match(folded.text) if numbered else None
    if named and 1 <= int(named[1]) <= top:
        rest = folded[named.end() :]
        return _at(int(named[1]) - 1, rest.original() if has_words(rest.text) else None, offers)
    if score is not None:
        return _at(score.value - 1, score.comment, offers)
    letter = _LETTER.match(folded.text)
    place = ord(letter[1]) - ord("a") if letter else top
    if letter is None or place >= top:
        return None
    rest = folded[letter.start("rest") :].original() if letter["rest"] else ""
    begun = [offer for offer in offers if fold(offer.label).text.startswith(letter[1])]
    if numbered and not rest and len(begun) == 1 and begun[0] != offers[min(place, len(offers) - 1)]:
        return None  # "b" for the second, or for "Blue"?
    return _at(place, rest if has_words(rest) else None, offers)


def _at(place: int, comment: str | None, offers: Sequence[Offer]) -> Picked | None:
    if place < len(offers):
        return Picked(answers=(offers[place].id,), comment=comment)
    return Picked(answers=({OTHER: comment[:OTHER_LIMIT_CHARACTERS]},)) if comment else None


def _by_label(folded: Folded, offers: Sequence[Offer]) -> Picked | None:
    """A label with a comment behind it: "Partly, the door still sticks"."""
    for offer in sorted(offers, key=lambda each: len(each.label), reverse=True):
        label = fold(offer.label).text.rstrip(" .!?")
        if not label or not folded.text.startswith(label):
            continue
        tied = (_TIED_LONG if len(label) >= _UNMISTAKABLE else _TIED).match(folded.text, len(label))
        if tied:
            rest = folded[tied.end() :]
            return Picked(answers=(offer.id,), comment=rest.original() if has_words(rest.text) else None)
    return None


def _by_part(folded: Folded, compact: str, offers: Sequence[Offer]) -> Picked | None:
    """The beginning of one label alone, or words that stand in one label alone."""
    if len(compact) < _SHORTEST_PREFIX or compact.isdigit():
        begun = [offer for offer in offers if compact.isdigit() and _starts_with_number(offer, compact)]
        return Picked(answers=(begun[0].id,)) if len(begun) == 1 else None
    begun = [offer for offer in offers if fold(offer.label).compact.startswith(compact)]
    if len(begun) == 1:
        return Picked(answers=(begun[0].id,))
    bare = folded.text.strip(" .!?~,")
    within = [offer for offer in offers if re.search(rf"(?<!\w){re.escape(bare)}", fold(offer.label).text)]
    return Picked(answers=(within[0].id,)) if len(within) == 1 and len(compact) >= _SHORTEST_PART else None


def _starts_with_number(offer: Offer, digits: str) -> bool:
    return re.match(rf"\D{{0,2}}{digits}(?!\d)", fold(offer.label).text) is not None


def _listed(folded: Folded, offers: Sequence[Offer], *, other: bool) -> Picked | None:
    """A list of numbers, and perhaps a comment behind it."""
    match = _NUMBERS.match(folded.text)
    if match is None or marks([offer.label for offer in offers])[0] != "1":
        return None
    last = _LAST.match(folded.text, match.end())
    rest = folded[last.end() :] if last else folded[match.end() :]
    numbers = list(dict.fromkeys(int(digits) for digits in re.findall(r"\d+", match[0])))
    own = rest.original() if has_words(rest.text) else ""
    names_other = other and (len(offers) + 1) in numbers
    if (own and last is None and not names_other) or (names_other and not own):
        return None
    ids = [number for number in numbers if not (names_other and number == len(offers) + 1)]
    if not all(1 <= number <= len(offers) for number in ids):
        return None
    chosen: list[Any] = [offers[number - 1].id for number in ids]
    if names_other:
        return Picked(answers=(*chosen, {OTHER: own[:OTHER_LIMIT_CHARACTERS]}))
    return Picked(answers=tuple(chosen), comment=own or None)


def _own_words(folded: Folded) -> Picked | None:
    """What is no choice is said in their own words, unless it asks something or says nothing."""
    said = folded.original()
    if not has_words(folded.text) or "?" in folded.text or len(said) > OTHER_LIMIT_CHARACTERS:
        return None
    return Picked(answers=({OTHER: said},)) if len(folded.compact) > 1 else None
