"""The words of short texts, Korean and English; pure and simple, because it runs where no model may.

Korean particles are taken off by rule, which is wrong for a noun that happens to end like one (고양이 → 고양): a word
list shows what people talk about, the verbatims beside it what they say.
"""

import re
import unicodedata
from collections.abc import Iterator

from voc.redaction import pieces

WORDS_PER_TEXT = 400
"""Later words of a text are not looked at."""
WORD_LIMIT_CHARACTERS = 30

_TOKEN = re.compile(r"[가-힣]+|[^\W\d_가-힣][\w'’-]*", re.UNICODE)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_AFTER_CONSONANT = ("이라고", "이라는", "으로는", "으로도", "이라", "이랑", "으로", "이나", "은", "을", "과", "이")
_AFTER_VOWEL = ("라고", "라는", "랑", "는", "를", "와", "나", "가")
_AFTER_ANY = (
    "에서는", "에서도", "에게서", "까지는", "까지도", "부터는", "에서", "에게", "한테", "께서", "까지", "부터",
    "처럼", "보다", "마다", "만큼", "조차", "밖에", "에는", "에도", "하고", "에", "의", "도", "만", "로",
)  # fmt: skip
_PARTICLES = sorted((*_AFTER_ANY, *_AFTER_CONSONANT, *_AFTER_VOWEL), key=len, reverse=True)
"""The longest first."""
_ENGLISH = """
a about after again all also am an and any are as at be because been before being but by can cannot could did do
does doesn't don't doing down for from get got had has have having he her here him his how i if i'm in into is isn't
it its it's i've just like me more most much my no not now of off on once only or other our out over own really she
should so some still such than that that's the their them then there these they this those to too under until up us
very was we were what when where which while who why will with would you your
"""
_ENGLISH_STOPS = frozenset(_ENGLISH.split())
_KOREAN = """
그리고 그래서 그런데 하지만 그러나 너무 정말 진짜 매우 아주 조금 좀 더 잘 안 못 다 또 이 그 저 것 거 게 수 때 등 및
제가 저는 나는 내가 우리 이런 그런 저런 이거 그거 저거 있는 있어요 있습니다 없는 없어요 없습니다 합니다 해요 하는
했어요 했습니다 같아요 같습니다 입니다 이에요 예요 있고 있으면 좋겠어요 대해 대한 위해 통해 가장 계속 그냥 많이 자주
앞으로 나요 자꾸 지금 오늘 이번 다음 항상
"""
_KOREAN_STOPS = frozenset(_KOREAN.split())
_SHORT_NOUNS = frozenset(
    ["앱", "값", "옷", "맛", "돈", "집", "약", "빵", "책", "색", "향", "병", "컵", "줄", "창", "폰"]
)
"""Words of one syllable that people talk about; other single syllables are let go."""


def words(text: str) -> set[str]:
    """The different words of a text, lower case, particles and the commonest words left out.

    Addresses and numbers are left out as well, and what stands in the place of personal data: a count of them says
    nothing and would show whose they are.
    """
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFC", " ".join(piece for piece, _ in pieces(text))))
    found: set[str] = set()
    for index, token in enumerate(_tokens(plain)):
        if index >= WORDS_PER_TEXT:
            break
        if word := _word(token):
            found.add(word[:WORD_LIMIT_CHARACTERS])
    return found


def _tokens(text: str) -> Iterator[str]:
    return (match[0] for match in _TOKEN.finditer(text))


def _word(token: str) -> str:
    if "가" <= token[0] <= "힣":
        return _korean(token)
    word = token.casefold().replace("’", "'").strip("'-")
    word = word.removesuffix("'s")
    return "" if len(word) < 2 or word in _ENGLISH_STOPS else word


def _korean(token: str) -> str:
    if token in _KOREAN_STOPS:
        return ""
    word = _stem(token)
    return "" if (len(word) < 2 and word not in _SHORT_NOUNS) or word in _KOREAN_STOPS else word


def _stem(token: str) -> str:
    """Without its particle, if what remains may carry it and is a word."""
    for particle in _PARTICLES:
        stem = token.removesuffix(particle)
        if stem == token or (len(stem) < 2 and stem not in _SHORT_NOUNS):
            continue
        closed = (ord(stem[-1]) - ord("가")) % 28 != 0
        if particle in _AFTER_ANY or closed == (particle in _AFTER_CONSONANT):
            return stem
    return token
