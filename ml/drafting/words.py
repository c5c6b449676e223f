"""What a sentence speaks of: its content words, in a form in which they can be compared."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from ml.drafting.quantities import in_digits
from ml.naming.english import stem
from ml.text import readable

_WORD = re.compile(r"\d[\d.,:]*[가-힣]+|[A-Za-z][A-Za-z'’]*[A-Za-z]|[A-Za-z]|[가-힣]+")
_HANGUL = re.compile(r"[가-힣]+")
_EMPTY = {
    language: frozenset(" ".join(lines).split())
    for language, lines in json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")).items()
}
"""Words that tell nothing of what a sentence speaks of: those of grammar, units, and those of `polarity`."""
_PARTICLE = re.compile(
    r"(?:에서는|에게는|으로는|로부터|에서도|까지는|부터는|이라도|으로도|에는|에서|에게|에도|으로|까지|부터|처럼|보다|마다|이나|라도|라고|이란|하고"
    r"|입니다|이며|이고|이에요|예요|은|는|이|가|을|를|에|로|와|과|도|만|의|께|랑|나)$"
)
_ENDING = re.compile(
    r"(?:하실|하시려면|하시면|하시는|하셔야|하세요|하시기|하여|하려면|하면|하는|하고|하며|하기|하지|한|할|함|해야|해주세요|해서|해|합니다|했습니다|했을|"
    r"됩니다|되며|되는|되면|되지|되어|된|될|됨|돼요|받으실|받을|받는|받습니다|드립니다|드려요|시킬|습니다|ㅂ니다|어요|아요|세요|으면|시면|려면)$"
)
_LEAST = 2
_TURNING = "미비불무"
"""What before a Korean noun says that it is not so."""


def content(text: str) -> list[str]:
    """Content words in order: English stems, Korean words without particles and common endings."""
    return [key for word in _WORD.findall(in_digits(readable(text))) if (key := _key(word))]


def covered(words: Iterable[str], by: Iterable[str]) -> list[bool]:
    """Of each word, whether a word of the other sentence is a form of it or holds it.

    Korean joins and inflects: words that share their first two syllables, or of which one holds the other, are taken
    for forms of one.
    """
    pool = set(by)
    return [word in pool or _is_form(word, pool) for word in words]


def _key(word: str) -> str:
    if word[0].isdigit():  # a number with its unit; see `quantities`
        return ""
    if not _HANGUL.fullmatch(word):
        word = word.replace("’", "'").casefold()
        return "" if word in _EMPTY["english"] or len(word) < _LEAST else stem(word)
    if word in _EMPTY["korean"]:
        return ""
    bare = word
    for ending in (_PARTICLE, _ENDING, _PARTICLE):
        shorter = ending.sub("", bare)
        bare = shorter if len(shorter) >= _LEAST or (shorter and shorter != bare and len(bare) == _LEAST) else bare
    return "" if bare in _EMPTY["korean"] or len(bare) < _LEAST else bare


def _is_form(word: str, pool: set[str]) -> bool:
    if not _HANGUL.fullmatch(word):
        return len(word) >= 5 and any(other[:5] == word[:5] for other in pool)
    return any(
        (other[:_LEAST] == word[:_LEAST] or _holds(word, other) or _holds(other, word))
        for other in pool
        if len(other) >= _LEAST and _HANGUL.fullmatch(other)
    )


def _holds(word: str, other: str) -> bool:
    """Whether one word holds another and does not turn it round: 개봉 stands in 미개봉."""
    at = word.find(other)
    return at == 0 or (at > 0 and word[at - 1] not in _TURNING)
