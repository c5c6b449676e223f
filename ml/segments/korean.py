"""Where a Korean text may be cut.

By the endings of words, without a morphological analyser: `ml.evaluate.aspects` measures both.
"""

from __future__ import annotations

import re

from ml.segments.cuts import Bond, Cut
from ml.segments.words import words

WORD = re.compile(r"\S+")
MARKS = re.compile(r"[^가-힣A-Za-z0-9\s]+$")
_CLOSING = re.compile(r"[.!?。！？…~^;ㅠㅜㅋㅎㅡ\U0001F300-\U0001FAFF\u2600-\u27BF]")
_FACE = re.compile(r"[^가-힣A-Za-z0-9]+")
_ORDINAL = re.compile(r"(?:^|\s)(?:\d{1,2}|[A-Za-z]|ver|vs)\.$", re.I)

_POLITE = re.compile(
    r"(?:니다|니까|[아어여해워봐와줘돼져려쳐켜라써꺼빠커나네세셔에예이게군지죠데대래고구거가까요]요|[네세어해에나]여|[네어해에]용|죠|쥬)$"
)
_PLAIN = re.compile(
    r"(?:[았었였했겠갔왔됐렸졌켰났셨줬봤뒀썼샀탔냈]다|[한된난른진는]다|(?:있|없|좋|싫|많|같|쉽|렵|느리|빠르|나쁘|예쁘|비싸|아니|편하)다"
    r"|[했겠었았]음|(?:좋|없|있|많|적|안됨|느림|빠름|나쁨|예쁨|심함|편함|비쌈|않)음|느림|빠름|나쁨|예쁨|심함|편함|비쌈|안됨|^별로|최고|굿|군|네)$"
)
_NO_ENDING = words("korean.no_ending")

_CONTRAST = re.compile(r"(?:지만|니다만|으나|반면|반면에|긴한데|기는한데)$")
_CONCEDED = re.compile(r"(?:긴|기는)\s*$")
_JOINT = re.compile(r"(?:고|으며|하며|[이하좋많없있되쁘르리]구)$")
_NO_JOINT = re.compile(
    r"(?:광고|최고|창고|재고|잔고|냉장고|금고|사고|신고|경고|참고|권고|중고|충고|그리고|[라다냐자려]고|말고|않고|하려고|알고|보고|[입출]고|[^가-힣]고)$|^고$"
)
_AUXILIARY = re.compile(
    r"^(?:있|싶|나서|나면|나니|나왔|나와|보니|말|해서|하니|하는|했더니|계[시신셔속]|가[는서세]|다니|오[는셔니])"
)
_NO_LEAN = words("korean.no_lean")

_TURNS, _ADDS = words("korean.turns"), words("korean.adds")


def cuts(text: str) -> list[Cut]:
    """Every place where a sentence or a clause may end."""
    words = list(WORD.finditer(text))
    found: list[Cut] = []
    for word, after in zip(words, words[1:], strict=False):
        if _FACE.fullmatch(after.group()):
            continue  # it belongs to what stands before it
        bond = _bond(text, word, after)
        if bond is not None:
            found.append(Cut(word.end(), bond))
    return found


def _bond(text: str, word: re.Match[str], after: re.Match[str]) -> Bond | None:
    if "\n" in text[word.end() : after.start()] or "\r" in text[word.end() : after.start()]:
        return Bond.stop
    shown = word.group()
    marks = MARKS.search(shown)
    bare = shown[: marks.start()] if marks else shown
    if marks and _CLOSING.search(marks.group()) and not _ORDINAL.search(shown):
        return Bond.stop
    if begins_with_connective(shown):
        return None
    if begins_with_connective(after.group()):
        loose = Bond.contrast if turns(after.group()) else Bond.joint
        return Bond.stop if _ends(bare) else loose
    if bare == "한데" and _CONCEDED.search(text[max(0, word.start() - 8) : word.start()]):
        return Bond.stop
    return _by_ending(bare, after.group(), comma=bool(marks and "," in marks.group()))


def _by_ending(bare: str, after: str, *, comma: bool) -> Bond | None:
    if _ends(bare):
        return Bond.stop
    if _CONTRAST.search(bare):
        return Bond.contrast
    if _leans(bare):
        return Bond.lean
    if comma:
        return Bond.joint
    if _JOINT.search(bare) and not _NO_JOINT.search(bare) and not _AUXILIARY.match(after):
        return Bond.joint
    return None


def _ends(bare: str) -> bool:
    return bare not in _NO_ENDING and bool(_POLITE.search(bare) or _PLAIN.search(bare))


def _leans(bare: str) -> bool:
    if len(bare) < 2 or bare in _NO_LEAN or bare[-1] not in "데대":
        return False
    code = ord(bare[-2]) - 0xAC00
    return 0 <= code < 11_172 and (code % 28 == 4 and (bare[-1] == "데" or bare[-2] in "는은"))


def begins_with_connective(word: str) -> bool:
    """근데, 그리고, 하지만 and their like."""
    return word.rstrip(",.") in _TURNS | _ADDS


def turns(piece: str) -> bool:
    """Whether a piece begins with a "but"."""
    first = WORD.search(piece)
    return first is not None and first.group().rstrip(",.") in _TURNS


def connective(piece: str) -> int:
    """Length of the connective, with its space, that a piece begins with: 근데, 그리고, 하지만."""
    first = WORD.search(piece)
    if first is None or not begins_with_connective(first.group()):
        return 0
    rest = piece[first.end() :]
    return first.end() + len(rest) - len(rest.lstrip())


def completed(piece: str) -> str:
    """A piece as a sentence of its own, as the heads know them: 빨랐는데 → 빨랐다, 예쁜데 → 예쁘다, 좋지만 → 좋다."""
    body = piece[connective(piece) :]
    marks = MARKS.search(body)
    bare = body[: marks.start()] if marks else body
    for ending, put in (
        ("지만", "다"),
        ("니다만", "니다"),
        ("으나", "다"),
        ("으며", "다"),
        ("며", "다"),
        ("고", "다"),
        ("는데", "다"),
        ("은데", "다"),
    ):
        if bare.endswith(ending) and (ending != "고" or not _NO_JOINT.search(bare)):
            return bare[: -len(ending)] + put
    if _leans(bare) and bare[-1] == "데":
        return bare[:-2] + chr(ord(bare[-2]) - 4) + "다"
    return body
