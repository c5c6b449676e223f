"""Webhooks, and with them a channel in Slack, are told the report of each week on Monday morning."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from voc import outbox
from voc.digest.weekly import Weekly, weekly
from voc.insights.dashboard.views import KINDS
from voc.insights.metrics import METRICS
from voc.insights.schemas import MetricGroup
from voc.invitations import queries as invitations
from voc.outbox import Chore
from voc.settings import Work
from voc.subscriptions.domain import LATE, Turn, next_turn
from voc.webhooks import queries as webhooks
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type
from voc.webhooks.domain import wants

MONDAY, HOUR = 0, 9
"""On the workspace's clock, or as soon after that as the week is counted."""


async def run(chore_id: str, *, now: datetime, work: Work) -> None:
    """Announce the latest week that is over, if the chore is ours to take; come again as long as there are webhooks."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        try:
            async with outbox.kept(Chore, held, work=work):
                later = await _turn(chore["workspace"], now)
        except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
            await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
            raise
        await outbox.finish(chore, held.owner, now=now, next_at=later)


async def _turn(workspace: str, now: datetime) -> datetime | None:
    """Announce what is due; when to come again, None where nobody listens any more."""
    takers = await webhooks.webhooks(workspace)
    zone = (await invitations.rules(workspace)).zone
    turn = _latest(zone, now)
    if turn.at > now:
        return turn.at
    if now < turn.at + LATE and any(wants(row["events"], Type.report_weekly) for row in takers):
        await announce_week(workspace, turn.week, now=now)
    return next_turn(MONDAY, HOUR, zone, after=now).at if takers else None


async def announce_week(workspace: str, week: date, *, now: datetime) -> None:
    """Announce the report of one week; once, however often this runs, and not after two weeks of silence."""
    found = await weekly(workspace, week, today=now.date())
    if not found.is_silent:
        await announce(
            workspace, Type.report_weekly, [Happened(key=week.isoformat(), at=now, data=told(found))], now=now
        )


def told(found: Weekly) -> dict[str, Any]:
    """The event's data: figures with their intervals, and names that are nobody's."""
    report = found.report
    scores = [_score(kind, group) for kind, group in report.metrics.items() if group.estimate]
    rising = [{"alert": each.id, "name": each.name, "people": each.people} for each in report.alerts]
    fields = {"rank", "rank_best", "rank_worst", "title", "customers"}
    return {
        "first": report.first.isoformat(),
        "last": report.last.isoformat(),
        "feedback": report.said.now.feedback,
        "feedback_before": report.said.before.feedback,
        "kinds": {kind: report.said.now.kinds.get(kind, 0) for kind in KINDS},
        "scores": scores,
        "rising": rising,
        "next": [{"item": each.id} | each.model_dump(include=fields) for each in found.items],
    }


def _score(kind: str, group: MetricGroup) -> dict[str, Any]:
    assert group.estimate is not None, "asked before"
    change = group.change
    return {
        "metric": kind,
        "unit": METRICS[kind].unit.value,
        **group.estimate.model_dump(include={"value", "low", "high", "n"}),
        "direction": change.direction.value if change and change.direction else None,
        "difference": change.difference if change else None,
    }


def _latest(zone: str, now: datetime) -> Turn:
    """When the latest week that is over is told of, past or to come: never before the midnight, UTC, that ended it."""
    today = now.astimezone(UTC).date()
    over = datetime.combine(today - timedelta(days=today.weekday()), time(), UTC)
    return next_turn(MONDAY, HOUR, zone, after=over)
