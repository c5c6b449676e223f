"""Labels by rule for reviews that nobody labelled: what a text asks for shows in its grammar.

A rule answers a kind and how far to trust it, or None where stars and grammar disagree; a text
that no rule is sure about teaches nothing.
"""

from __future__ import annotations

import re

Weak = tuple[str, float] | None

_KO_ASKS_FOR = re.compile(
    r"(으면|면)\s*(더\s*)?(좋겠|좋을|합니다|해요|하네요|하는 바람|싶)|추가(해|좀|부탁|하면|됐|되었|되면|가능)"
    r"|만들어\s*(주|줘)|건의|기능(을|도|이)?\s*(있으면|넣어|추가)|넣어\s*주|있었으면|했으면|됐으면|되었으면"
    r"|바랍니다|바래요|바람$|해주시면|주셨으면|줬으면|생겼으면|개선"
)
_KO_PLEASE = re.compile(r"해\s*(주세요|줘요|줘|주십시|주시길)|부탁")
_KO_BROKEN = re.compile(
    r"오류|에러|안\s*(돼|되|됨|열|나오|떠|켜|들어)|튕|멈|렉|버그|환불|삭제|탈퇴|고쳐|해결|복구|먹통|느려|끊"
)
_KO_ASKS = re.compile(
    r"(나요|가요|까요|는지요|은지요|인지요|죠|는데요|래요|건가요|니까|하나여|나여|가여|까여)\s*[?]+"
    r"|어떻게\s*(해|하|되|사용|가입|탈퇴|써|쓰|보|들)|어디(서|에|있|로)|언제\s|알려\s*(주|줘)|궁금"
    r"|문의\s*(드|합)|방법\s*(좀|이|을)"
)
_KO_ENDS_ASKING = re.compile(r"[?]\s*[ㅠㅜ.!~]*$")
_KO_SPAM = re.compile(r"추천인|추천\s*코드|초대\s*코드|코드\s*(입력|:)|^[A-Za-z0-9 ]{4,12}$")

_EN_ASKS = re.compile(
    r"^(how|can|could|is there|is it|does|do you|where|when|what|which"
    r"|why (can|is|does|do|am|are|won|did)|will|anyone|any way|are)\b.*\?\s*$"
    r"|\b(how (do|can|to)|where (do|can|is)|is there (a|any) way"
    r"|can (i|you|someone|anyone|we))\b[^.!]*\?",
    re.I | re.S,
)
_EN_ASKS_PLAINLY = re.compile(
    r"^(how|where|when|what|which|who|why|is|are|am|was|were|do|does|did|can|could|will|would|may|should|has|have)\b"
    r"|\b(how (do|can|much|many|long) |(is there|do you know|tell me) (a |any |the )?(way|how|what|when|where|if|why)"
    r"|what is|what's|where is|when (is|will))",
    re.I,
)
_EN_ASKS_FOR = re.compile(
    r"\b(please (add|make|allow|include|give|bring|let|provide|enable|support)"
    r"|would (be|love|like) (nice|great|good|better|awesome|cool|perfect|to see|if|helpful)"
    r"|i wish|wish (you|it|there|they|we)|should (add|have|be able|allow|include|let|be an? option)"
    r"|suggest|feature request|needs? (a|an|more|to (have|add|be able))|option to"
    r"|add (a|an|the|some|more)|bring back|hope (you|they)( can| will)? (add|make))\b",
    re.I,
)


def korean(text: str, stars: int) -> Weak:
    """Kind of a Korean app review from its grammar and its stars (1–5)."""
    if _KO_SPAM.search(text):
        return "other", 0.5
    asks_for, broken = _KO_ASKS_FOR.search(text), _KO_BROKEN.search(text)
    if _KO_ASKS.search(text):
        sure = stars >= 2 and (_KO_ENDS_ASKING.search(text) or not asks_for)
        return ("question", 1.0 if "?" in text else 0.5) if sure else None
    if asks_for or _KO_PLEASE.search(text):
        return _korean_wish(stars, bool(asks_for), bool(broken))
    if stars >= 5 and not broken and "?" not in text:
        return "praise", 0.7
    if stars <= 2:
        return "complaint", 0.8 if len(text) > 8 else 0.4
    return None


def asks_plainly(text: str) -> bool:
    """Whether an English utterance without punctuation has the form of a question."""
    return bool(_EN_ASKS_PLAINLY.search(text))


def _korean_wish(stars: int, asks_for: bool, broken: bool) -> Weak:
    if asks_for and not broken and stars >= 3:
        return "idea", 1.0
    if stars >= 4 and (asks_for or not broken):
        return "idea", 0.5
    return ("complaint", 0.5) if stars <= 2 and broken else None


def english(text: str, stars: int) -> Weak:
    """Kind of an English app review from its grammar and its stars (1–5)."""
    if len(text) < 200 and _EN_ASKS.search(text):
        return "question", 0.5
    if _EN_ASKS_FOR.search(text):
        return ("idea", 0.4) if stars >= 4 else None
    if stars == 5 and "?" not in text:
        return "praise", 0.25
    return ("complaint", 0.25) if stars == 1 else None
