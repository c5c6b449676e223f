"""What a Korean piece speaks of, by the particles of its words."""

from __future__ import annotations

import re

from ml.segments.joining import Naming
from ml.segments.korean import MARKS, WORD, begins_with_connective
from ml.segments.words import one_of, words

_TOPIC = re.compile(r"^.+(?:은|는)$")
_SUBJECT = re.compile(r"^(?:.*[^많같높깊]이|.+(?:(?<!다)가|(?<!해)도|만|께서))$")
_OBJECT = re.compile(r"^.+(?:을|를)$")
_NO_TOPIC = re.compile(
    r"(?:하는|좋은|있는|같은|되는|다는|라는|주는|많은|없는|르는|리는|시는|가는|않은|쓰는|않는|보는|오는|먹[은는]|받[은는]|드는|튀는|찮은|치는|려는|했는"
    r"|나은|넘는|놓은|히는|작은|꾸는|내는|키는|맞는|뜨는|밌는|싶은|읽은|높은|찾[은는]|적은|낮은|잖은|나오는|에는|에서는|적으로는)$"
)
_PRONOUN = re.compile(rf"^(?:{one_of('korean.pronouns')})(?:은|는|이|가|도|만|을|를)?$")
_ADVERBS = words("korean.adverbs")
_NO_NOUN = re.compile(
    r"(?:[고서며면니데만게지다요죠네음함됨림름히야자]|에|에서|에게|한테|으로|로|와|과|보다|처럼|까지|부터|마다|던|려|어|아|해)$|^\d+\S?$"
)


def naming(piece: str) -> Naming:
    """How a piece says what it speaks of; the loudest of its words decides.

    A bare noun in front is a subject that lost its particle: 배송 빨라요.
    """
    words = [bare for word in WORD.findall(piece) if (bare := MARKS.sub("", word)) and not begins_with_connective(word)]
    found = [_of(word, last=place == len(words) - 1) for place, word in enumerate(words)]
    if found and found[0] is Naming.mention and not _OBJECT.match(words[0]):
        found[0] = Naming.subject
    return max(found, default=Naming.nothing)


def _of(word: str, *, last: bool) -> Naming:
    if last or _PRONOUN.match(word) or word in _ADVERBS:
        return Naming.nothing
    if _TOPIC.match(word):
        return Naming.nothing if _NO_TOPIC.search(word) else Naming.topic
    if _SUBJECT.match(word):
        return Naming.subject
    if _OBJECT.match(word):
        return Naming.mention
    return Naming.nothing if _NO_NOUN.search(word) else Naming.mention
