"""Looks at the week every morning, and after the past has changed."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.clock import stamp
from voc.insights import daily
from voc.insights.alerts import announcing, domain, mailing, queries, service
from voc.insights.alerts.documents import Alert
from voc.insights.trends.emerging import rises
from voc.insights.trends.weeks import Rise
from voc.outbox import Chore
from voc.settings import Settings
from voc.themes import queries as themes
from voc.themes import weeks as theme_weeks
from voc.themes.domain import ThemeWeek

PAUSE = timedelta(minutes=1)
"""While the past keeps changing, look at most this often."""


async def run(chore_id: str, *, now: datetime, settings: Settings) -> None:
    """Look if the chore is ours to take, and again next morning as long as there is anything to see."""
    work = settings.work
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        try:
            async with outbox.kept(Chore, held, work=work):
                goes_on = await watch(chore["workspace"], now=now)
                await mailing.mail_opened(chore["workspace"], settings=settings, now=now)
        except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
            await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
            raise
        next_at = daily.next_look(now) if goes_on else None
        await outbox.finish(chore, held.owner, now=now + PAUSE, next_at=next_at)


async def watch(workspace: str, *, now: datetime) -> bool:
    """Look at the seven days that ended last midnight, UTC; returns whether tomorrow may find anything else.

    Safe to run twice: a look of the same day writes the same.
    """
    day = now.astimezone(UTC).date()
    known = await daily.weeks(workspace, day)
    await daily.forget(workspace, day)
    active = {theme.id for theme in await themes.active(workspace)}
    weeks = {theme: each for theme, each in known.themes.items() if theme in active}
    found = {rise.theme: rise for rise in rises(weeks, known.everybody)}
    await theme_weeks.keep(workspace, {theme: _week(rise, day) for theme, rise in found.items()})
    alerted = await queries.themes_with_alert(workspace)
    for theme in sorted(alerted | {theme for theme, rise in found.items() if rise.emerging}):
        await _look(workspace, theme, found.get(theme), day=day, now=now)
    await announcing.announce_opened(workspace, now=now)
    return bool(known.everybody.now or any(known.everybody.before))


def _week(rise: Rise, day: date) -> ThemeWeek:
    told = rise.model_dump(exclude={"theme", "weeks"})
    return ThemeWeek(until=day - timedelta(days=1), people=rise.weeks.now, **told)


def alert_id(theme: str) -> str:
    """The alert of a theme: one each, for good."""
    return "al_" + theme.removeprefix("th_")


async def _look(workspace: str, theme: str, rise: Rise | None, *, day: date, now: datetime) -> None:
    id_ = alert_id(theme)
    fresh = domain.look(None, rise, day=day, at=stamp(now))
    if fresh is not None:
        row = {"_id": id_, "workspace": workspace, "theme": theme, "revision": 0} | service.fields_of(id_, fresh)
        with suppress(DuplicateKeyError):  # there is one already, which sees the rise below
            await Alert.get_pymongo_collection().insert_one(row)
    await service.change(workspace, id_, lambda known: domain.look(known, rise, day=day, at=stamp(now)) or known)
