"""Which words a text holds, and which a search asks for; pure.

A *word* is a run of letters and digits of one kind of writing. Those of Korean, Chinese and Japanese are found by any
part of two characters or more, because particles and compounds are written together (배송 finds 무료배송이); a single
character is found where a word begins. Words of other writing are found without their English ending, accent or case
(*crashed* finds *crashes*), and three letters or more also find what begins with them (*pay* finds *payment*).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from voc.redaction import pieces

VERSION = 1
"""Raised with every change of what `keys` gives: blocks of the index that bear an older one are made anew.

1: single jamo (ㅠㅠ, ㅋㅋ) join what they stand beside.
"""
_JOINED = "가-힣ㄱ-ㅎㅏ-ㅣ\u1100-\u11ffぁ-ヿ㐀-鿿豈-﫿"
"""Characters of words that are written together. NFKC makes U+1100 to U+11FF of the jamo that people type."""
_WORD = re.compile(rf"[{_JOINED}]+|[^\W_{_JOINED}]+|[☀-➿\U0001f300-\U0001faff]")
_QUOTED = re.compile(r'"([^"]*)"|[“”]([^“”]*)[“”]')
BEGINNING_CHARACTERS = 3
"""As many letters find what begins with them."""
STEM_CHARACTERS = 3
"""Least that is left of a word without its ending."""
LOOKED_UP = 20
"""Words of a search that the index is asked for; further ones are only compared."""
_FIRST = "^"
"""Marks the character that a word begins with; no word holds it."""


class Word(NamedTuple):
    """A word as it is compared."""

    text: str
    """Joined writing: as it stands; else without ending, accent and case."""
    joined: bool


class Asked(NamedTuple):
    """A word of a search."""

    text: str
    """Without accent and case, but with its ending."""
    joined: bool

    def fits(self, word: Word) -> bool:
        """Whether a word of a text is found by it."""
        if self.joined or word.joined:
            same = self.joined and word.joined
            return same and (self.text in word.text if len(self.text) > 1 else word.text.startswith(self.text))
        return word.text == stem(self.text) or self.begins(word.text)

    def begins(self, stem_: str) -> bool:
        """Whether it is typed far enough to find what begins with it, and this does."""
        return len(self.text) >= BEGINNING_CHARACTERS and stem_.startswith(self.text)

    def needs(self) -> frozenset[str]:
        """Keys that every text has which it finds; of writing that is not joined, `begins` tells further ones."""
        if not self.joined:
            return frozenset((stem(self.text),))
        return frozenset(_pairs(self.text)) if len(self.text) > 1 else frozenset((_FIRST + self.text,))


class Search(NamedTuple):
    """What somebody looks for: every phrase must be found, each as words that follow one another."""

    phrases: tuple[tuple[Asked, ...], ...]

    @property
    def words(self) -> list[Asked]:
        """Each word once, of those that the index is asked for."""
        return list(dict.fromkeys(word for phrase in self.phrases for word in phrase))[:LOOKED_UP]

    @property
    def is_one_word(self) -> bool:
        """Whether nothing but one word is asked for."""
        return [len(phrase) for phrase in self.phrases] == [1]


def search_of(typed: str) -> Search:
    """What was typed: words, and phrases in quotation marks. Without any word it finds nothing."""
    phrases: list[tuple[Asked, ...]] = []
    at = 0
    for quoted in _QUOTED.finditer(typed):
        phrases += [(word,) for word in _asked(typed[at : quoted.start()])]
        phrases.append(tuple(_asked(quoted[1] or quoted[2] or "")))
        at = quoted.end()
    phrases += [(word,) for word in _asked(typed[at:])]
    return Search(tuple(dict.fromkeys(phrase for phrase in phrases if phrase)))


def words(text: str) -> list[Word]:
    """The words of a text in their order, without what stands for personal data."""
    return [Word(run if joined else stem(run), joined) for piece, _ in pieces(text) for run, joined in _runs(piece)]


def keys(text: str) -> set[str]:
    """What a text is found by in the index."""
    found: set[str] = set()
    for word in words(text):
        if not word.joined:
            found.add(word.text)
            continue
        found.add(_FIRST + word.text[0])
        found.update(_pairs(word.text))
    return found


def holds(text: str, search: Search) -> bool:
    """Whether a text has all that is searched for."""
    if not search.phrases:
        return False
    own = words(text)
    return all(_follow(own, phrase) for phrase in search.phrases)


def marks(text: str, search: Search) -> list[tuple[int, int]]:
    """Where (start, end) words of a text stand that any of the searched words finds."""
    wanted = search.words
    return [
        found.span()
        for found in _WORD.finditer(text)
        if any(
            word.fits(Word(run if joined else stem(run), joined)) for run, joined in _runs(found[0]) for word in wanted
        )
    ]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """An English word without its commonest endings; other words, and short ones, as they are.

    Lighter than Porter's: endings of number and tense only, so that different words seldom meet.
    """
    if not (word.isascii() and word.isalpha()):
        return word
    return _without_e(_without_tense(_without_number(word)))


def _without_number(word: str) -> str:
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("shes", "ches", "xes", "sses", "zzes")):
        return word[:-2]
    if len(word) > STEM_CHARACTERS and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < STEM_CHARACTERS or word.endswith("eed") or not re.search("[aeiouy]", rest):
            continue
        return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > STEM_CHARACTERS and word.endswith("e") else word


def _follow(own: Sequence[Word], phrase: Sequence[Asked]) -> bool:
    """Whether the words of a phrase stand one behind the other."""
    starts = range(len(own) - len(phrase) + 1)
    return any(all(word.fits(own[start + n]) for n, word in enumerate(phrase)) for start in starts)


def _asked(typed: str) -> Iterator[Asked]:
    return (Asked(run, joined) for run, joined in _runs(typed))


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    """Words without case and accents, and whether their writing is joined."""
    for found in _WORD.finditer(unicodedata.normalize("NFKC", text)):
        run = found[0]
        if re.match(f"[{_JOINED}]", run):
            yield run, True
        elif plain := _plain(run):
            yield plain, False


@lru_cache(maxsize=20_000)
def _plain(run: str) -> str:
    if run.isascii():
        return run.lower()
    apart = unicodedata.normalize("NFKD", run.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _pairs(run: str) -> Iterator[str]:
    return (run[n : n + 2] for n in range(len(run) - 1))
