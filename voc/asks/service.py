"""The use case of asking: may this person be asked this, now?"""

from collections.abc import Callable, Sequence
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
    sampled_as: str | None,
    channel: str,
    now: datetime,
    arrived: tally.Arrived,
    ask: str | None = None,
) -> Verdict:
    """Record an ask, if nothing forbids it.

    Args:
        survey: what would be asked.
        people: the names of the one person who would be asked, the surest first; each one's ledger decides.
        sampled_as: the person's id as the widget and `explain` sample it; None for somebody who was chosen by name.
        channel: where.
        now: the present.
        arrived: see `voc.asks.tally.Arrived`.
        ask: an id of the caller's own; one that stands in the ledgers already is granted again and counts once.
    """
    frequency = survey.definition.targeting.frequency
    if rule := _closed(survey, sampled_as, now=now):
        return Verdict(granted=False, rule=rule)
    rules = (await policy.read(survey.workspace)).policy
    known = await ledger.asks_of(survey.workspace, people)
    id_ = ask or new_id("ask", now)
    recorded = RecordedAsk(ask=id_, survey=survey.id, group=frequency.group, at=stamp(now), channel=channel)

    def allowed(latest: list[RecordedAsk]) -> str | None:
        return forbids(survey, [each for each in (*known, *latest) if each.ask != id_], rules, now=now)

    # a look before a place is held; each ledger looks again when it writes
    rule = allowed([]) or await _hold(survey, id_, now=now, arrived=arrived)
    if rule:
        return Verdict(granted=False, rule=rule)
    if rule := await _record(survey.workspace, people, recorded, allowed=allowed):
        await tally.release(survey, id_, now=now)
        return Verdict(granted=False, rule=rule)
    return Verdict(granted=True, ask=id_)


def forbids(survey: PublishedSurvey, asks: Sequence[RecordedAsk], rules: Policy, *, now: datetime) -> str | None:
    """The gap between asks that forbids another one; None where none does."""
    past = [Ask(survey=each.survey, group=each.group, at=each.at) for each in asks]
    frequency = survey.definition.targeting.frequency
    return may_ask(past, survey=survey.id, frequency=frequency, policy=rules, now=stamp(now))


def _closed(survey: PublishedSurvey, sampled_as: str | None, *, now: datetime) -> str | None:
    if refusal(survey.state, survey.definition.schedule, at=now):
        return "closed"
    if sampled_as is None:
        return None
    return None if sampled(survey.id, sampled_as, survey.definition.targeting.sample_share) else "sampling"


async def _record(
    workspace: str, people: Sequence[str], ask: RecordedAsk, *, allowed: Callable[[list[RecordedAsk]], str | None]
) -> str | None:
    """Write an ask into the ledgers of all names, the least sure first; returns the rule that one of them finds.

    A crash in between leaves an ask that nobody saw under a lesser name, never one that was put and is not known.
    """
    recorded: list[str] = []
    for person in reversed(people):
        if rule := await ledger.record(workspace, person, ask, allowed=allowed):
            for each in recorded:
                await ledger.take_back(workspace, each, ask.ask)
            return rule
        recorded.append(person)
    return None


async def _hold(survey: PublishedSurvey, ask: str, *, now: datetime, arrived: tally.Arrived) -> str | None:
    """Hold a place for the answer; returns the rule that leaves none."""
    caps = await tally.caps(survey, now=now)
    place = Place(key=ask, counts=tuple(caps.limits), until=tally.place_until(now))
    if not caps.limits or await tally.hold(survey, place, caps=caps, paced=True, now=now, arrived=arrived):
        return None
    return "pacing" if survey.definition.schedule.pacing else "limit"
