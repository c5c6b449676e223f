"""Members who want it are told by e-mail when an alert opens: one mail for each opening, however long it goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from voc.accounts import queries as accounts
from voc.channels.delivery import Go, Never, Verdict
from voc.channels.domain import Status
from voc.errors import NotFound, VocError
from voc.insights.alerts import queries, views
from voc.insights.alerts.announcing import recent
from voc.insights.alerts.domain import AlertState
from voc.insights.alerts.schemas import AlertOut
from voc.invitations.looks import looks_at
from voc.settings import Settings
from voc.subscriptions import looking
from voc.subscriptions import queries as subscriptions
from voc.subscriptions.domain import Kind
from voc.subscriptions.letters import Letter, Part, Row, Speaker, content
from voc.subscriptions.service import Wanted, send

log = structlog.get_logger("voc.insights")
OVER = "The alert is no longer open."


async def mail_opened(workspace: str, *, settings: Settings, now: datetime) -> None:
    """Queue a mail about every alert that opened lately to whoever wanted them then; however often this runs."""
    rows = [row for row in await recent(workspace, now=now) if row["state"] == AlertState.open]
    readers = (await subscriptions.readers(workspace)).values() if rows else ()
    mails = []
    for row in rows:
        standing = queries.standing(row)
        step = f"{row['_id']}:{standing.times}"
        news = [each for each in readers if each.alerts_since is not None and each.alerts_since <= standing.opened_at]
        mails += [Wanted(reader=each, step=step, at=now) for each in news]
    try:
        await send(workspace, Kind.alert, mails, settings=settings, now=now)
    except (
        VocError
    ) as error:  # such as a provider's secret that cannot be read; looking goes on, and tomorrow tries again
        log.error("alerts not mailed", workspace=workspace, error=error.detail)


@looks_at(Kind.alert.value)
async def looks(workspace: str, rows: Sequence[Mapping[str, Any]], now: datetime, *, base: str) -> dict[str, Verdict]:
    """What becomes of each of these mails, by its id: an alert that somebody closed meanwhile is no news."""
    verdicts, wanted = await looking.look(workspace, rows, Kind.alert)
    found = await accounts.workspace(workspace)
    for row, reader in wanted:
        id_, _, times = row["origin"]["step"].rpartition(":")
        alert = await _open(workspace, id_, int(times))
        if alert is None:
            verdicts[row["_id"]] = Never(status=Status.expired, reason=OVER)
            continue
        company = found.name if found else "VoC"
        said = letter(alert, reader.language, company)
        verdicts[row["_id"]] = Go(content=content(said, reader, Kind.alert, company=company, base=base))
    return verdicts


def letter(alert: AlertOut, language: str, company: str) -> Letter:
    """The mail about an alert, with the interval and the chance that its page shows."""
    words, shown = Speaker("insights/mail.html", language), views.row(alert)
    beside = Row(
        title=words("beside"), figure=words("ratio", shown), details=(words("range", shown), words("chance", shown))
    )
    return Letter(
        subject=words("subject", alert),
        preview=words("said", shown),
        title=alert.name,
        intro=words("said", shown),
        parts=(Part(rows=(beside, Row(title=words("evidence"), url=shown["said_url"])), note=words("intervals")),),
        button=words("open"),
        url=f"/alerts/{alert.id}",
        why=words("why", company),
    )


async def _open(workspace: str, id_: str, times: int) -> AlertOut | None:
    """An alert that still stands as it opened."""
    try:
        alert = await queries.one(workspace, id_)
    except (NotFound, IndexError):  # its theme is gone
        return None
    return alert if alert.state == AlertState.open and alert.times == times else None
