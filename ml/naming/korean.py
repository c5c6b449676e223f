"""Terms of Korean: nouns, compounds and nominalised predicates, never bare particles.

The analyser is Kiwi when it is installed; a heuristic that strips particles stands in. Kiwi takes
hundreds of megabytes and gives few of them back, so it reads in a process of its own:
`python -m ml.naming.korean` answers the texts on its standard input, both as JSON.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

from ml.apart import run_apart
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

_READ = 400
"""Characters of a text: the analyser takes ten milliseconds for a thousand, and themes of petitions are no worse for
it. The encoder sees no more of them either."""


def korean_reader() -> TermReader:
    """The best reader that is installed."""
    return KiwiApart() if importlib.util.find_spec("kiwipiepy") else StrippedTerms()


class KiwiApart:
    """`KiwiTerms` in a process that ends with the answer: a second to start, no memory kept."""

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        if not texts:
            return []
        asked = json.dumps([readable(text)[:_READ] for text in texts])
        return [[Term(*term) for term in own] for own in json.loads(run_apart("ml.naming.korean", given=asked))]


class KiwiTerms:
    """Terms by morphological analysis.

    Args:
        kiwi: a loaded `kiwipiepy.Kiwi`.
    """

    def __init__(self, kiwi) -> None:
        self._kiwi = kiwi

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        read = [readable(text) for text in texts]
        return [_phrases(_Runs(text).of(tokens)) for text, tokens in zip(read, self._kiwi.tokenize(read), strict=True)]


class _Word(NamedTuple):
    form: str
    joined: bool = False
    """Written together with the word before: 새벽배송."""
    proper: bool = False
    clause: str = ""
    """With the predicate before it that describes it, as written: 어린 나이, not 어림 나이."""


class _Runs:
    """Runs of words of one text that stand side by side; a run breaks where a phrase would."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._runs: list[list[_Word]] = [[]]
        self._ends_at = -1
        self._stem_at: int | None = None
        """Where a predicate began that may turn out to be the first half of a name: 모아 in 모아카드."""
        self._stem_said = False
        self._stem_negated = False
        self._clause_at: int | None = None
        """Where a predicate began that describes the next word: 어린 before 나이."""
        self._negated = False

    def of(self, tokens) -> list[list[_Word]]:
        """The runs of the text's tokens."""
        for token in tokens:
            negated, self._negated = self._negated, token.tag == "MAG" and token.form in _NOT
            if not self._negated:
                self._read(token, negated=negated)
            self._ends_at = token.start + token.len
        return self._runs

    def _read(self, token, *, negated: bool) -> None:
        form, tag, run = token.form, token.tag, self._runs[-1]
        adjoins = token.start == self._ends_at
        if tag in _SUFFIXES and run and adjoins:
            run[-1] = run[-1]._replace(form=run[-1].form + form)
        elif tag in _NOUNS and len(form) > 1 and _SYLLABLES.fullmatch(form):
            self._noun(token, adjoins=adjoins)
        elif tag.startswith(_PREDICATES):
            word = _nominal(form, tag, negated=negated)
            self._stem_at, self._stem_said, self._stem_negated = token.start, word is not None, negated
            if word:
                run.append(_Word(word))
        elif tag[0] not in "JEX":
            self._runs.append([])
        self._clause_at = self._stem_at if tag == "ETM" and self._stem_said and not self._stem_negated else None
        if tag != "EC" and not tag.startswith(_PREDICATES):
            self._stem_at = None

    def _noun(self, token, *, adjoins: bool) -> None:
        form = token.form.casefold()
        if self._stem_at is None:
            clause = "" if self._clause_at is None else self._text[self._clause_at : token.start + token.len]
            self._runs[-1].append(_Word(form, adjoins, token.tag == "NNP", clause.casefold()))
        elif adjoins:  # no space after an ending: no verb, but a name that looks like one
            whole = self._text[self._stem_at : token.start + token.len].casefold()
            if self._stem_said:
                self._runs[-1].pop()
            self._runs[-1].append(_Word(whole, proper=True))
        else:  # "늦게 배송": what a predicate does to the next word is no phrase
            self._runs.append([_Word(form)])


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


def _phrases(runs: list[list[_Word]]) -> list[Term]:
    found: dict[str, Term] = {}
    for run in runs:
        for place, (word, joined, proper, clause) in enumerate(run):
            if word not in _STOP and not _ALONE.fullmatch(word):
                found.setdefault(word, Term(word, word, proper))
            before = run[place - 1] if place else run[0]
            if before.form != word and not {before.form, word} <= _STOP:
                pair = f"{before.form} {word}"
                shown = clause or (before.form + word if joined else pair)
                found.setdefault(pair, Term(pair, shown, proper and before.proper))
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
        return [_phrases([[_Word(word) for word in self._words(readable(text))]]) for text in texts]

    def _words(self, text: str) -> list[str]:
        words = []
        for word in _WORD.findall(text.casefold()):
            if _ENDING.search(word):
                continue
            bare = _PARTICLE.sub("", word) if len(word) > 2 else word
            if len(bare) > 1:
                words.append(bare)
        return words


def _answer() -> None:
    from kiwipiepy import Kiwi

    # the dictionaries of titles and names would double memory and start
    kiwi = KiwiTerms(Kiwi(num_workers=2, load_default_dict=False, load_multi_dict=False))
    found = kiwi.terms(json.loads(sys.stdin.read()))
    sys.stdout.write(json.dumps([[(term.key, term.shown, term.proper) for term in own] for own in found]))


if __name__ == "__main__":
    _answer()
