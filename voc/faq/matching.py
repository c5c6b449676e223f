"""Which approved question is meant, from its words alone: quick, and light enough for the web process.

Words and the syllables or letters inside them, each counting the more the fewer questions hold it. The encoder
(`voc.inference.nearest_questions`) understands more, but a respondent waits for this answer. Figures of both:
`python -m tests.bench faq`.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

MOST_CHARACTERS = 1_000
"""Of a question; nothing beyond is read."""
OFFERED = 0.5
"""Likeness under which an answer is not offered unasked."""
FOUND = 0.12
"""Likeness under which a search does not show a question."""
_MOST_WORDINGS = 12
_WORD = re.compile(r"[^\W_]+")
_HANGUL = re.compile(r"[가-힣]")
_PARTICLE = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에게는|으로는|까지는|부터는|에서|에게|에는|으로|까지|부터|이나|인가요|나요"
    r"|은|는|이|가|을|를|에|로|와|과|도|만|의|요)$"
)
_EMPTY_LINES = """
a an the is are am was be do does did can could would should will may i me my we you your it its this that to of
in on at for with and or if so please hi hello hey there just want need like know tell
what how when where why which who
어떻게 언제 어디 무엇 뭐 왜 얼마 좀 혹시 제가 저는 있나요 있어요 하나요 되나요 수 있을까요
알려주세요 궁금합니다 궁금해요
안녕하세요 감사합니다 문의드립니다
"""
_EMPTY = frozenset(_EMPTY_LINES.split())
"""Words that most questions hold, whatever they ask; a short list of questions would not show it."""
_EMPTY_WEIGHT = 0.15
_LETTERS_WEIGHT = 0.35
"""What the pieces of a word count together, beside the word."""
_MEAN_SHARE = 0.3
"""How much all wordings of a question count beside the nearest."""


@dataclass(frozen=True)
class Match:
    """A known question, for one that came in."""

    key: str
    likeness: float
    """0 to 1; above `OFFERED` it may be offered unasked."""

    @property
    def offered(self) -> bool:
        """Whether it is near enough that people would take one question for the other."""
        return self.likeness >= OFFERED


class QuestionIndex:
    """Known questions, to be looked through. Making it reads them all; keep it until one changes.

    Args:
        known: key of each, and its wordings: the canonical question and aliases.
    """

    def __init__(self, known: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._keys: list[str] = []
        self._of: list[int] = []
        counted: list[Counter[str]] = []
        for key, wordings in known:
            self._keys.append(key)
            for wording in wordings[:_MOST_WORDINGS]:
                counted.append(features(wording))
                self._of.append(len(self._keys) - 1)
        self._wordings = Counter(self._of)
        self._rarity = _rarity(counted, self._of)
        self._unknown = log(1 + len(self._keys)) + 1
        self._holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, own in enumerate(counted):
            for feature, weight in self._unit(own).items():
                self._holders[feature].append((place, weight))

    def nearest(self, question: str, limit: int = 3, least: float = FOUND) -> list[Match]:
        """The likeliest first; none below `least`."""
        likeness = [0.0] * len(self._of)
        for feature, weight in self._unit(features(question)).items():
            for place, other in self._holders.get(feature, ()):
                likeness[place] += weight * other
        best: dict[int, float] = defaultdict(float)
        total: dict[int, float] = defaultdict(float)
        for place, one in enumerate(likeness):
            if one > 0:
                of = self._of[place]
                best[of], total[of] = max(best[of], one), total[of] + one
        scores = {
            of: (1 - _MEAN_SHARE) * nearest + _MEAN_SHARE * total[of] / self._wordings[of]
            for of, nearest in best.items()
        }
        order = sorted((-score, of) for of, score in scores.items() if score >= least)[:limit]
        return [Match(self._keys[of], min(1.0, -score)) for score, of in order]

    def _unit(self, counted: Mapping[str, float]) -> dict[str, float]:
        weights = {name: count * self._rarity.get(name, self._unknown) for name, count in counted.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {name: weight / length for name, weight in weights.items()} if length else {}


@lru_cache(maxsize=32)
def index_of(known: tuple[tuple[str, tuple[str, ...]], ...]) -> QuestionIndex:
    """The index of these wordings by key, made once."""
    return QuestionIndex(known)


def spelt(text: str) -> str:
    """Text to look for words in: case, width and accents apart, and Hangul by its letters.

    So `반푸`, which is on the way to `반품`, begins it, and so does `반ㅍ`.
    """
    safe = text.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFKD", safe).casefold()


def bare_words(text: str) -> list[str]:
    """The words that matter, as they are `spelt`: without particles and endings, and without those everybody uses."""
    safe = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS].encode("utf-8", "ignore").decode("utf-8"))
    words = _WORD.findall(safe.casefold())
    return [spelt(_bare(word)) for word in words if word not in _EMPTY]


def features(text: str) -> Counter[str]:
    """Words, and the pieces they are made of: two and three letters or syllables; with what each counts."""
    safe = text[:MOST_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
    found: Counter[str] = Counter()
    for word in _WORD.findall(unicodedata.normalize("NFKC", safe).casefold()):
        weight = _EMPTY_WEIGHT if word in _EMPTY else 1.0
        bare = _bare(word)
        found[f"={bare}"] += weight
        pieces = _pieces(bare)
        for piece in pieces:
            found[piece] += weight * _LETTERS_WEIGHT
    return Counter({name: 1 + log(count) if count > 1 else count for name, count in found.items()})


def _bare(word: str) -> str:
    return _PARTICLE.sub("", word) if _HANGUL.search(word) else _stem(word)


def _pieces(word: str) -> list[str]:
    """Korean by two and one syllables, everything else by three and four letters."""
    sizes, padded = ((1, 2), word) if _HANGUL.search(word) else ((3, 4), f"^{word}$")
    return [padded[i : i + size] for size in sizes for i in range(len(padded) - size + 1)]


def _stem(word: str) -> str:
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word


def _rarity(counted: Sequence[Counter[str]], of: Sequence[int]) -> dict[str, float]:
    """The smoothed inverse share of questions that hold each feature, however many of their wordings do."""
    holders: dict[str, set[int]] = defaultdict(set)
    for place, own in zip(of, counted, strict=True):
        for name in own:
            holders[name].add(place)
    known = len(set(of))
    return {name: log((1 + known) / (1 + len(own))) + 1 for name, own in holders.items()}
