"""The use case of asking: may this person be asked this, now?"""

from collections.abc import Sequence
from datetime import datetime

from voc.asks import ledger, policy, tally
from voc.asks.documents import RecordedAsk
from voc.asks.domain import Place
from voc.clock import stamp
from voc.surveys.domain import refusal
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.targeting import Policy
from voc.surveys.targeting.frequency import Ask, may_ask
from voc.surveys.targeting.sampling import sampled
from voc.values import Value, new_id


class Verdict(Value):
    """Whether a person is asked."""

    granted: bool
    rule: str | None = None
    """The first rule that forbids it."""
    ask: str | None = None
    """Id of the recorded ask; comes back with the response."""


async def grant(
    survey: PublishedSurvey,
    people: Sequence[str],
    *,
    sampled_as: str,
    channel: str,
    now: datetime,
    arrived: tally.Arrived,
) -> Verdict:
    """Record an ask, if nothing forbids it.

    Args:
        survey: what would be asked.
        people: the names of the one person who would be asked, the surest first; its ledger decides under races.
        sampled_as: the person's id as the widget and `explain` sample it.
        channel: where.
        now: the present.
        arrived: see `voc.asks.tally.Arrived`.
    """
    frequency = survey.definition.targeting.frequency
    if rule := _closed(survey, sampled_as, now=now):
        return Verdict(granted=False, rule=rule)
    rules = (await policy.read(survey.workspace)).policy
    others = await ledger.asks_of(survey.workspace, people[1:])
    ask = RecordedAsk(ask=new_id("ask", now), survey=survey.id, group=frequency.group, at=stamp(now), channel=channel)

    def allowed(known: list[RecordedAsk]) -> str | None:
        return forbids(survey, [*known, *others], rules, now=now)

    # a look before a place is held; the ledger looks again when it writes
    rule = allowed(await ledger.asks_of(survey.workspace, people[:1]))
    rule = rule or await _hold(survey, ask.ask, now=now, arrived=arrived)
    if rule:
        return Verdict(granted=False, rule=rule)
    if rule := await ledger.record(survey.workspace, people[0], ask, allowed=allowed):
        await tally.release(survey, ask.ask, now=now)
        return Verdict(granted=False, rule=rule)
    for also in people[1:]:
        await ledger.record(survey.workspace, also, ask, allowed=lambda _: None)
    return Verdict(granted=True, ask=ask.ask)


def forbids(survey: PublishedSurvey, asks: Sequence[RecordedAsk], rules: Policy, *, now: datetime) -> str | None:
    """The gap between asks that forbids another one; None where none does."""
    past = [Ask(survey=each.survey, group=each.group, at=each.at) for each in asks]
    frequency = survey.definition.targeting.frequency
    return may_ask(past, survey=survey.id, frequency=frequency, policy=rules, now=stamp(now))


def _closed(survey: PublishedSurvey, sampled_as: str, *, now: datetime) -> str | None:
    if refusal(survey.state, survey.definition.schedule, at=now):
        return "closed"
    return None if sampled(survey.id, sampled_as, survey.definition.targeting.sample_share) else "sampling"


async def _hold(survey: PublishedSurvey, ask: str, *, now: datetime, arrived: tally.Arrived) -> str | None:
    """Hold a place for the answer; returns the rule that leaves none."""
    caps = await tally.caps(survey, now=now)
    place = Place(key=ask, counts=tuple(caps.limits), until=tally.place_until(now))
    if not caps.limits or await tally.hold(survey, place, caps=caps, paced=True, now=now, arrived=arrived):
        return None
    return "pacing" if survey.definition.schedule.pacing else "limit"
