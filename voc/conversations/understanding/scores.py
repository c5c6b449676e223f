"""A score on a scale, and the words beside it; pure.

Digits, "ten", "Nine!", "9/10", "9 out of 10", "9점", "구점", "아홉", "십 점", keycaps, stars, thumbs. Words beside a
score are a comment: "9 but slow", "9점인데 느려요", "느려서 3점". A number that counts something else ("3 days late",
"9시에 왔어요"), one with a fraction, two that compete, and another scale's ("4/5" where 10 is the top) are no scores:
the customer is asked again.
"""

import re

from voc.conversations.understanding import words as known
from voc.conversations.understanding.folding import Folded, fold, has_words
from voc.conversations.understanding.numbers import ENDINGS, GIVING, Found, number_at
from voc.values import Value


class Score(Value):
    """What was understood."""

    value: int
    comment: str | None = None
    """The words beside it, as they came; None where there are none."""


_LEAD = re.compile(
    r"(?:[\s\"'“”(\[#*=>:,.!~^-]*(?:i(?:'d| would|'ll| will)? (?:give|say|rate|go with|choose|pick)"
    r"(?: (?:it|you|this|them|that|us))*|(?:it|that|this)(?:'s| is| was| would be)|its|thats|my|the|score|answer|"
    r"rating|vote|is|was|of|number|definitely|absolutely|probably|maybe|perhaps|about|around|roughly|easily|solid|strong|a|an|"
    r"so|ok|okay|well|um+|uh+|hm+|hi|hello|yes|yeah|저는|전|저의|제|음+|글쎄요?|아마도?|대략|약|한|그냥|네|점수는|점수|"
    r"평점은|평점|답은|답변은|만족도는|무조건|당연히)(?=[\s\d:,.!…~-]))*[\s\"'(\[#*=>:,.…~]*"
)
_TOP = re.compile(r"\s?(?:/|out of|of|over)\s?(?=\S)")
_OUT_OF = re.compile(r"(\d{1,3}|십|열)\s?점?\s?만점\s?(?:에서|에|중에|중|기준으로|기준)?\s?(?=\S)")
_TOP_BEHIND = re.compile(_OUT_OF.pattern.removesuffix(r"(?=\S)") + "$")
_MARK = re.compile(
    r"\s?(?:점(?!심|검|수|원|포|장|차|점|프|유)|points?(?![a-z])|pts?(?![a-z])|stars?(?![a-z])|번(?=\W|$|이요|요))"
)
_ENDING = re.compile(ENDINGS + GIVING + "?")
_BOUNDARY = re.compile(r"$|(?![a-z0-9가-힣%$€£₩+])|\+(?!\w)")
_GAP = re.compile(r"[\s.,:;!?~^*()\]\-\"'…|/=>+&]*")
_COUNTED = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|secs?|times?|people|persons?|items?|am|pm|"
    r"o'?clock|dollars?|bucks|usd|won|euros?|pounds?|percent|kg|km|miles?|orders?|calls?|e-?mails?|letters?|things?|"
    r"problems?|issues?|complaints?|questions?|parcels?|boxes|box|pieces?|products?|reasons?|of|more|other|different|"
    r"일|시|분|초|년|월|주|달|개월|번째|번|회|명|사람|원|만|천|백|개|퍼센트|시간|가지|층|호|살|세|인분)(?![a-z가-힣])"
)
_JOINED = re.compile(r"(?:but|because|bc|cause|cos|since|though|although|as|and|however|while|due to|with)\s")
_DROPPED = re.compile(r"(?:but|and|인데요?|그런데|근데|하지만|그리고|왜냐하면)(?:\s|[,:]\s?)")
_LIMITS = re.compile(r"(?:or (?:less|more|lower|higher|fewer|above|below|up)|이상|이하|미만|초과)(?![a-z])")
_OR = re.compile(r"(?:or|to|and|maybe|이나|에서|또는|아니면|혹은)\s?")
_STARS = re.compile(r"[★⭐🌟☆✩\s]+")
_FULL = re.compile(r"만점" + ENDINGS + GIVING + r"?(?=\W|$)")
_FULL_OF = re.compile(r"(\d{1,3}|십|열)\s?점?\s?만점" + ENDINGS + GIVING + r"?(?=[^\w\s]|$)")
_STARS_NAMED = re.compile(r"\s?(?:개|점)?" + ENDINGS + GIVING + r"?(?=\W|$)")
_PER_STAR = re.compile(r"별점?\s?")


def read_score(words: str, low: int, high: int) -> Score | None:
    """The score from `low` to `high` that somebody gave; None where none is certain."""
    folded = fold(words)
    found = _pictured(folded, low, high) or _leading(folded, low, high) or _within(folded, low, high)
    return found if found is not None and low <= found.value <= high else None


def _pictured(folded: Folded, low: int, high: int) -> Score | None:
    """Stars that are counted, thumbs where there are two steps."""
    text = folded.text
    if low == 1 and _STARS.fullmatch(text):
        return Score(value=sum(each in "★⭐🌟" for each in text))
    if (low, high) == (1, 2) and text[:1] in "👍👎" and text:
        rest = folded[len(text) - len(text.lstrip("👍👎🏻🏼🏽🏾🏿 ")) :]
        return Score(value=2 if text[0] == "👍" else 1, comment=_comment(rest, 0))
    return None


def _leading(folded: Folded, low: int, high: int) -> Score | None:
    text = folded.text
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    if match := _FULL.match(text, start):
        return Score(value=high, comment=_comment(folded, match.end()))
    if match := _FULL_OF.match(text, start):
        full = _value(match[1]) == high
        return Score(value=high, comment=_comment(folded, match.end())) if full else None
    if match := _OUT_OF.match(text, start):
        if _value(match[1]) != high:
            return None
        start = match.end()
    elif match := _PER_STAR.match(text, start):
        return _stars_named(folded, match.end())
    found = number_at(text, start)
    if found is None and (bare := re.match(r"[\s\"'(#*]*", text)):
        found = number_at(text, bare.end())
    return _judged(folded, found, high) if found else None


def _stars_named(folded: Folded, start: int) -> Score | None:
    """별 다섯 개, 별 5개, 별점 4점."""
    found = number_at(folded.text, start)
    match = _STARS_NAMED.match(folded.text, found.end) if found else None
    return Score(value=found.value, comment=_comment(folded, match.end())) if found and match else None


def _judged(folded: Folded, found: Found, high: int) -> Score | None:
    """A number at the start as a score, unless what follows says that it is something else."""
    text, end, marked = folded.text, found.end, False
    if top := _TOP.match(text, end):
        scale = number_at(text, top.end())
        if scale is None or scale.value != high:
            return None
        end, marked = scale.end, True
    if mark := _MARK.match(text, end):
        end, marked = mark.end(), True
        if end < len(text) and text[mark.start() : end].strip() == "번" and not _is_over(text, end):
            return None
    ended = _ENDING.match(text, end)
    tied = ended.end() if ended and _BOUNDARY.match(text, ended.end()) else end
    if not _BOUNDARY.match(text, tied) or (found.script == "counting" and not marked):
        return None
    gap = _GAP.match(text, tied)
    rest = gap.end() if gap else tied
    if rest < len(text) and not _may_follow(text, found, tied=tied, rest=rest, marked=marked, ending=tied > end):
        return None
    return Score(value=found.value, comment=_comment(folded, tied))


def _may_follow(text: str, found: Found, *, tied: int, rest: int, marked: bool, ending: bool) -> bool:
    """Whether what follows a number leaves it a score."""
    if _LIMITS.match(text, rest):
        return False
    either = _OR.match(text, rest)
    again = number_at(text, rest)
    if (again and again.script in ("digits", "english")) or (either and number_at(text, either.end())):
        return False
    if marked:
        # "이점" and "오점" are words of their own
        return ending or not (found.script == "sino" and found.value in (2, 5) and has_words(text[rest:]))
    apart = text[tied:rest].strip() != ""
    if found.script == "digits":
        return apart or not _COUNTED.match(text, rest)
    if found.script == "english":
        return apart or _JOINED.match(text, rest) is not None
    return found.script == "native" and ending or not has_words(text[rest:])


def _is_over(text: str, place: int) -> bool:
    ended = re.compile(r"(?:이요|요|입니다|이에요|예요)?").match(text, place)
    return not has_words(text[ended.end() if ended else place :])


def _within(folded: Folded, low: int, high: int) -> Score | None:
    """The one marked score anywhere ("느려서 3점 드려요"), or a bare number as the last part ("Too slow, 4")."""
    text = folded.text
    top = rf"\s?/\s?{high}(?!\d)|\s?out of {high}(?!\d)"
    marks = rf"(?<![\d.,/:-])(?P<value>\d{{1,3}})(?:{top}|\s?점(?!심|검|수|원|만|\s?(?:만점|이상|이하|미만)))"
    found = list(re.finditer(marks + ENDINGS + GIVING + r"?(?=\W|$)", text))
    if len(found) == 1 and len(re.findall(marks, text)) == 1:
        top = _TOP_BEHIND.search(text[: found[0].start()])
        if top and _value(top[1]) != high:
            return None
        start = top.start() if top else found[0].start()
        before, after = _comment(folded[:start], 0), _comment(folded, found[0].end())
        return Score(value=int(found[0]["value"]), comment=" ".join(filter(None, (before, after))) or None)
    parts = folded.parts
    if len(parts) < 2 or found:
        return None
    last, before_last = parts[-1], text[: len(text) - len(parts[-1].text)]
    start = len(last.text) - len(last.text.lstrip())
    number = number_at(last.text, start)
    whole = number is not None and number.end == len(last.text.rstrip()) and number.script != "counting"
    if number is None or not whole or re.search(r"\d", before_last):
        return None
    return Score(value=number.value, comment=_comment(folded[: folded.text.rindex(last.text)], 0))


def _value(word: str) -> int:
    return int(word) if word.isdigit() else 10


def _comment(folded: Folded, start: int) -> str | None:
    """The words from `start`, as they came, without what ties them to the score; None where nothing is said."""
    gap = _GAP.match(folded.text, start)
    begin = gap.end() if gap else start
    if dropped := _DROPPED.match(folded.text, begin):
        begin = dropped.end()
    rest = folded[begin:]
    said = rest.original().rstrip(" ,;:-") if rest.text else ""
    if gap and "(" in gap[0] and "(" not in said:
        said = said.rstrip(") ")
    says = has_words(rest.text) and rest.compact not in known.FILLERS
    return said if says else None
