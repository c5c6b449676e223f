"""Queues a member's mail when its turn comes, and writes it when it goes out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import structlog

from voc import outbox
from voc.accounts import queries as accounts
from voc.channels.delivery import Go, Verdict
from voc.clock import from_stamp
from voc.digest.letter import letter
from voc.digest.weekly import Weekly, weekly
from voc.errors import VocError
from voc.invitations.looks import looks_at
from voc.outbox import Lease
from voc.redaction import redacted
from voc.settings import Settings
from voc.subscriptions import looking, queries
from voc.subscriptions.documents import Subscription
from voc.subscriptions.domain import LATE, Kind, next_turn
from voc.subscriptions.letters import content
from voc.subscriptions.queries import Reader
from voc.subscriptions.service import Wanted, send, turn_fields

log = structlog.get_logger("voc.digest")
Row = dict[str, Any]


async def run(ids: Sequence[str], *, settings: Settings, now: datetime) -> None:
    """Queue the reports of the subscriptions `ids` whose turn has come, and set their next one.

    Safe to run twice: a mail's id follows from its week and its reader.
    """
    work = settings.work
    held = await outbox.lease(Subscription, ids, now=now, work=work)
    async with outbox.kept(Subscription, held, work=work):
        for row in held.rows:
            alone = Lease(owner=held.owner, rows=(row,))
            try:
                await _turn(row, alone, settings=settings, now=now)
            except Exception as error:  # whatever went wrong is kept with the subscription, which is tried again
                await outbox.fail(Subscription, alone, {row["_id"]: repr(error)}, now=now, work=work)


async def _turn(row: Row, alone: Lease, *, settings: Settings, now: datetime) -> None:
    reader = (await queries.readers(row["workspace"])).get(row["_id"])
    if reader is None or not reader.wishes.digest or row["turn_at"] is None:
        await outbox.complete(Subscription, [(row["_id"], {"turn_at": None, "week": None})], owner=alone.owner)
        return
    at, trouble = from_stamp(row["turn_at"]), None
    if at <= now < at + LATE:
        mail = Wanted(reader=reader, step=date.fromordinal(row["week"]).isoformat(), at=now)
        try:
            await send(row["workspace"], Kind.digest, [mail], settings=settings, now=now)
        except VocError as error:  # such as a provider's secret that cannot be read; next week may do better
            trouble = redacted(error.detail).text
            log.error("report not mailed", member=row["_id"], error=trouble)
    turn = next_turn(reader.wishes.weekday, reader.wishes.hour, reader.zone, after=max(now, at))
    await outbox.release(Subscription, alone, at=turn.at, fields=turn_fields(turn) | {"last_error": trouble})


@looks_at(Kind.digest.value)
async def looks(workspace: str, rows: Sequence[Mapping[str, Any]], now: datetime, *, base: str) -> dict[str, Verdict]:
    """What becomes of each of these mails, by its id; a week is read once for all its readers."""
    verdicts, wanted = await looking.look(workspace, rows, Kind.digest)
    found = await accounts.workspace(workspace)
    company = found.name if found else "VoC"
    weeks: dict[str, Weekly] = {}
    for row, reader in wanted:
        week = row["origin"]["step"]
        if week not in weeks:
            weeks[week] = await weekly(workspace, date.fromisoformat(week), today=now.date())
        verdicts[row["_id"]] = _written(weeks[week], reader, company, base)
    return verdicts


def _written(found: Weekly, reader: Reader, company: str, base: str) -> Go:
    said = letter(found, reader.language, company)
    return Go(content=content(said, reader, Kind.digest, company=company, base=base))
