"""Terms of Korean: nouns, compounds and nominalised predicates, never bare particles.

The analyser is Kiwi when it is installed; a heuristic that strips particles stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ml.naming import Term, TermReader, stop_words
from ml.text import readable

_SYLLABLES = re.compile(r"[가-힣a-zA-Z0-9]+")  # the analyser takes "ㅎㅎ" for a noun
_ALONE = re.compile(r"[안못] (됨|함|줌|나옴|감|옴|보임|남|받음|씀|좋음|뜸|맞음)")  # says little without its noun
_STOP = stop_words("korean")
_NOUNS = frozenset({"NNG", "NNP", "SL", "XR"})
_PREDICATES = ("VV", "VA")
_SUFFIXES = frozenset({"XSN"})
_NOT = frozenset({"안", "못"})
_BARE_PREDICATES = stop_words("korean_bare_predicates")
"""Say something only when negated: "안 됨" is a finding, "됨" is none."""


@lru_cache(maxsize=1)
def korean_reader() -> TermReader:
    """One reader per process: loading the analyser takes two seconds and 500 MB."""
    try:
        from kiwipiepy import Kiwi
    except ImportError:
        return StrippedTerms()
    return KiwiTerms(Kiwi(num_workers=1))


class KiwiTerms:
    """Terms by morphological analysis.

    Args:
        kiwi: a loaded `kiwipiepy.Kiwi`.
    """

    def __init__(self, kiwi) -> None:
        self._kiwi = kiwi

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        return [_phrases(_units(tokens)) for tokens in self._kiwi.tokenize(map(readable, texts))]


def _units(tokens) -> list[list[str]]:
    """Runs of words that stand side by side; a run breaks where a phrase would."""
    runs: list[list[str]] = [[]]
    negated, joins_at = False, -1
    for token in tokens:
        form, tag = token.form, token.tag
        if tag in _SUFFIXES and runs[-1] and token.start == joins_at:
            runs[-1][-1] += form
        elif tag in _NOUNS and len(form) > 1 and _SYLLABLES.fullmatch(form):
            runs[-1].append(form.casefold())
        elif tag == "MAG" and form in _NOT:
            negated = True
            continue
        elif tag.startswith(_PREDICATES):
            if word := _nominal(form, tag, negated=negated):
                runs[-1].append(word)
        elif tag[0] not in "JEX":
            runs.append([])
        joins_at = token.start + token.len
        negated = False
    return runs


def _nominal(form: str, tag: str, *, negated: bool) -> str | None:
    """느리 → 느림, 안 + 되 → 안 됨; None for predicates that say nothing."""
    form = "되" if form == "돼" else form
    if not _SYLLABLES.fullmatch(form) or (form + "다" in _STOP and not negated):
        return None
    if len(form) == 1 and form not in _BARE_PREDICATES and not negated:
        return None  # "삼", "풂", "침": nobody would call a theme that
    if form in _BARE_PREDICATES:
        return f"안 {_noun_form(form, tag)}" if negated else None
    return ("안 " if negated else "") + _noun_form(form, tag)


def _noun_form(form: str, tag: str) -> str:
    code = ord(form[-1]) - 0xAC00
    if not 0 <= code < 11_172:
        return form
    coda, head = code % 28, form[:-1]
    if coda == 0:
        return head + chr(0xAC00 + code + 16)
    if coda == 8:  # ㄹ takes the ending into its own syllable: 만들 → 만듦
        return head + chr(0xAC00 + code + 2)
    if coda == 7 and tag.endswith("I"):  # irregular ㄷ: 듣 → 들음
        return head + chr(0xAC00 + code + 1) + "음"
    if coda == 17 and tag.endswith("I"):  # irregular ㅂ: 어렵 → 어려움
        return head + chr(0xAC00 + code - 17) + "움"
    return form + "음"


def _phrases(runs: list[list[str]]) -> list[Term]:
    found: dict[str, Term] = {}
    for run in runs:
        for place, word in enumerate(run):
            if word not in _STOP and not _ALONE.fullmatch(word):
                found.setdefault(word, Term(word, word))
            if place and run[place - 1] != word and not {run[place - 1], word} <= _STOP:
                pair = f"{run[place - 1]} {word}"
                found.setdefault(pair, Term(pair, pair))
    return list(found.values())


_WORD = re.compile(r"[가-힣A-Za-z]+")
_PARTICLE = re.compile(
    r"(으로부터|에서는|에게서|이라고|이라도|까지|부터|에서|에게|한테|으로|이랑|하고|처럼|보다|마다|조차|밖에|이나|라도"
    r"|은|는|이|가|을|를|에|의|도|만|로|와|과|랑|나)$"
)
_ENDING = re.compile(
    r"(습니다|니다|네요|어요|아요|해요|세요|는데|지만|면서|해서|어서|아서|하고|하는|되는|하면|되면|겠|었|았|였|던|음|함|됨|죠|요|다|게|고|지|면|며|네|군|한|할|된|될)$"
)


class StrippedTerms:
    """Terms without an analyser: words less their particle; words that end like verbs are left
    out. Finds fewer and rougher terms."""

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        return [_phrases([self._words(readable(text))]) for text in texts]

    def _words(self, text: str) -> list[str]:
        words = []
        for word in _WORD.findall(text.casefold()):
            if _ENDING.search(word):
                continue
            bare = _PARTICLE.sub("", word) if len(word) > 2 else word
            if len(bare) > 1:
                words.append(bare)
        return words
