"""How publishing an answer is told to have worked."""

from voc.estimates import Estimate
from voc.faq.deflection.domain import REACH, WINDOW
from voc.faq.deflection.judging import Askers, Verdict
from voc.insights.metrics.base import Change
from voc.values import StoredTime, Value

_WORDS = {
    "en": "Of the distinct people who asked the question, or were offered its answer after a survey: the share who "
    "asked it again within {window} days. Each person counts once on either side, from their first asking in the "
    "{reach} days before the answer was published and the {reach} days after. Windows that the publishing falls into, "
    "and those that are not over, are left out. Wilson's 95% intervals; of the difference Newcombe's, of all answers "
    "together Mantel and Haenszel's difference with Klingenberg's interval. Fewer than 30 people on a side give no "
    "verdict; verdicts allow for the number of answers (Benjamini and Hochberg). People without a name cannot be "
    "followed.",
    "ko": "질문을 했거나 설문 뒤에 그 답변을 제안받은 서로 다른 사람 가운데 {window}일 안에 다시 물은 사람의 "
    "비율입니다. 게시 전 {reach}일과 게시 후 {reach}일에 각각 한 사람은 첫 질문부터 한 번만 셉니다. 게시 시점이 "
    "끼어 있거나 아직 끝나지 않은 기간은 뺍니다. 비율은 윌슨 95% 구간, 차이는 뉴컴 구간, 모든 답변을 합한 값은 "
    "맨틀-헨젤 차이와 클링엔베르크 구간입니다. 한쪽이 30명보다 적으면 판정하지 않으며, 판정은 답변 수를 감안합니다"
    "(벤저민-호크버그). 이름을 알 수 없는 사람은 따라갈 수 없습니다.",
}
DEFINITION = {code: text.format(window=WINDOW.days, reach=REACH.days) for code, text in _WORDS.items()}


class Counted(Value):
    """People on one side of the publishing."""

    people: int
    again: int
    """Those who asked again."""


class ShareChange(Value):
    """A share before and after."""

    before: Estimate | None
    after: Estimate | None
    change: Change | None
    """After minus before, as shares (0–1); null: nobody on one of the sides."""
    p: float | None
    """Of the change, seen how many answers are looked at; null: fewer than 30 people on a side."""


class VolumeOut(Value):
    """Customers who asked at all, of all customers of the time, in periods of the same length."""

    days: int
    before: Askers
    after: Askers
    asked: ShareChange
    verdict: Verdict


class Deflection(Value):
    """Whether people come back less with a question since its answer was published."""

    entry: str
    since: StoredTime
    """When what is given out was published."""
    until: StoredTime | None
    """When it went stale; null: it is given out. What is asked later is not counted."""
    counted_at: StoredTime
    before: Counted
    after: Counted
    asked_again: ShareChange
    verdict: Verdict
    """`fewer` ask again, `more` do, `unclear`: no evidence yet, `too_few`: fewer than 30 people on a side."""
    waiting: int
    """People whose days are not over."""
    nameless: int
    """Questions since then of people who cannot be followed."""
    volume: VolumeOut | None
    """Null: published less than a day ago, or before anybody was heard."""


class DeflectionOut(Value):
    """Of one entry."""

    deflection: Deflection | None
    """Null: it is not published, or not counted yet."""
    definition: dict[str, str] = DEFINITION


class DeflectionSummary(Value):
    """Of all published answers."""

    answers: int
    """Those that were counted."""
    verdicts: dict[Verdict, int]
    """How many answers came to each verdict."""
    before: Counted
    after: Counted
    change: Change | None
    """Each answer compared with itself; null: none has people on both sides."""
    verdict: Verdict
    items: list[Deflection]
    definition: dict[str, str] = DEFINITION
