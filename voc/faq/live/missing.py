"""What a complaint leaves out, and the one question that asks for it; pure.

Told by words, since nobody waits for a model here. None of the questions asks for personal data.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Detail(StrEnum):
    """What may be missing."""

    device = "device"
    place = "place"
    since = "since"
    amount = "amount"
    before = "before"
    """What happened just before: of faults that tell all else, and of everything else."""
    wish = "wish"
    """What would have been right: of service that tells all else."""


class _Rule(NamedTuple):
    detail: Detail
    about: re.Pattern[str]
    """Words of complaints that need the detail."""
    given: re.Pattern[str]
    """Words that tell it."""


def _any(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_FAULTS = _any(
    r"\b(?:crash\w*|freez\w*|froze\w*|bugs?|buggy|glitch\w*|error\w*|log ?in|logged out|signed out|signs? me out|"
    r"load(?:s|ing)?|slow|lag\w*|screen|apps?|website|page|update\w*)\b|"
    r"튕|꺼[지져졌]|멈[추췄춰]|먹통|오류|에러|버그|로그인|로그아웃|로딩|느[려리린렸]|버벅|화면|앱|어플|홈페이지|업데이트"
)
_DEVICES = _any(
    r"\b(?:iphone|ipad|ios|android|galaxy|pixel|windows|mac(?:book|os)?|linux|chrome|safari|firefox|edge|browser|"
    r"phone|tablet|laptop|desktop|pc|computer)\b|"
    r"아이폰|아이패드|안드로이드|갤럭시|윈도|맥북|크롬|사파리|엣지|브라우저|폰|태블릿|노트북|컴퓨터|PC"
)
_SHOPS = _any(
    r"\b(?:staff|stores?|shops?|branch(?:es)?|counter|cashier|clerk|rude|queue|parking)\b|"
    r"직원|점원|매장|지점|불친절|계산대|주차"
)
_PLACES = _any(
    r"\b(?:store|shop|branch) (?:in|at|on|near)\b|\b(?:in|at) (?-i:[A-Z])\w+|"
    r"[가-힣]{2,}(?:점|역|동|구|시)(?:에|의|\s|$)"
)
_WAITING = _any(
    r"\b(?:deliver\w*|shipping|shipped|parcel|package|late|delay\w*|arriv\w*|wait\w*|refund\w*|outage|down)\b|"
    r"배송|배달|택배|늦|지연|도착|기다|환불|안 (?:왔|와|옴|오)"
)
_TIMES = _any(
    r"\b(?:today|yesterday|tonight|since|ago|last|\w+day|(?:minute|hour|day|week|month)s?)\b|"
    r"오늘|어제|그제|지난|부터|요일|째|며칠|일주일|\d\s?(?:분|시간|일|주|달|개월)"
)
_MONEY = _any(
    r"\b(?:charg\w*|bill(?:s|ed|ing)?|invoice\w*|price\w*|expensive|fees?|costs?)\b|청구|요금|가격|비싸|비쌈|수수료|금액"
)
_BROKEN = _any(
    r"\b(?:fail\w*|broken|broke|(?:doesn.?t|does not|won.?t|not|nothing|stopped|never) work\w*)\b|"
    r"안 ?[돼되됩됐]|안 ?열|못 ?[해하했합]|실패"
)
RULES = (
    _Rule(Detail.device, _FAULTS, _DEVICES),
    _Rule(Detail.place, _SHOPS, _PLACES),
    _Rule(Detail.since, _WAITING, _TIMES),
    _Rule(Detail.amount, _MONEY, _any(r"\d")),
    _Rule(Detail.device, _BROKEN, _DEVICES),
)
"""In the order in which they are looked at: what most complaints can be acted upon with comes first."""
QUESTIONS: Mapping[Detail, Mapping[str, str]] = MappingProxyType(
    {
        Detail.device: {
            "en": "Which device were you on, and was it the app or a browser?",
            "ko": "어떤 기기에서 그랬나요? 앱이었나요, 브라우저였나요?",
        },
        Detail.place: {"en": "Which shop or branch was it?", "ko": "어느 매장(지점)에서 있었던 일인가요?"},
        Detail.since: {
            "en": "Since when, and when did you expect it?",
            "ko": "언제부터 그런가요? 언제쯤으로 알고 계셨나요?",
        },
        Detail.amount: {
            "en": "Which amount did you expect, and for what?",
            "ko": "무엇에 대해 얼마로 알고 계셨나요?",
        },
        Detail.before: {
            "en": "What were you trying to do when that happened?",
            "ko": "어떤 일을 하시던 중이었나요?",
        },
        Detail.wish: {"en": "What would have made it right for you?", "ko": "어떻게 되었다면 괜찮으셨을까요?"},
    }
)
ABOUT = MappingProxyType(
    {"en": "About “{}”: what happened just before?", "ko": "“{}” 말씀인데요, 그 직전에 어떤 상황이었나요?"}
)
"""The last one, by a word that the customer used."""


def missing(text: str, keywords: Sequence[str] = ()) -> Detail:
    """The detail that a complaint needs and leaves out: by its own words first, then by those of its theme."""
    for words in (text, " ".join(keywords)):
        for rule in RULES:
            if rule.about.search(words) and not rule.given.search(text):
                return rule.detail
    told = {rule.detail for rule in RULES if rule.about.search(text)}
    return Detail.wish if told and Detail.device not in told else Detail.before


def question(text: str, keywords: Sequence[str], language: str) -> str:
    """One question back, in Korean or English.

    Args:
        text: the complaint.
        keywords: of its theme, the weightiest first; what colleagues call a theme is not for customers.
        language: that the customer speaks.
    """
    spoken = "ko" if language.lower().startswith("ko") else "en"
    detail = missing(text, keywords)
    said = text.casefold()
    used = next((word for word in keywords if len(word) > 1 and word.casefold() in said), None)
    if detail == Detail.before and used:
        return ABOUT[spoken].format(used)
    return QUESTIONS[detail][spoken]
