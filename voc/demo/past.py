"""What workers would have done at the time, done while the shop is seeded: each record goes its normal way, earlier.

Whatever is taken is leased beyond the present, so that no worker that runs meanwhile takes it, too; if the seeding is
cut off, a worker goes on with it a minute later. Nothing leaves the machine: providers are left out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.channels import delivery, queries, reports
from voc.channels.delivery import Never, Verdict
from voc.channels.domain import Channel, Inbound, Status, StatusUpdate
from voc.channels.receiving import store
from voc.clock import stamp
from voc.conversations import service as talking
from voc.invitations import expanding, following
from voc.invitations.gate import gate
from voc.settings import Email, Settings
from voc.signals import taking as signals

BEYOND = timedelta(minutes=1)
LATEST = 500
"""Deliveries that may wait besides those of one moment."""


class Past:
    """A workspace at earlier moments."""

    def __init__(self, workspace: str, settings: Settings, *, now: datetime) -> None:
        self.workspace, self.now = workspace, now
        self._settings = settings

    async def hear(self, channel: Channel, inbound: Inbound, *, at: datetime) -> None:
        """Somebody wrote; it is understood, and answered where it is an answer."""
        kind = "chat.widget" if channel == Channel.chat else f"{channel.value}.outbox"
        id_ = await store(self.workspace, kind, channel, inbound, now=at)
        await talking.take([id_], settings=self._at(at), clock=lambda: at)
        await self.send(at)

    async def send(self, at: datetime, *, held: Mapping[str, str] | None = None) -> list[str]:
        """Send what was queued at that moment; returns the ids.

        Args:
            at: the moment.
            held: by delivery's id, why nobody knows whether it was sent.
        """
        queued = await queries.deliveries(self.workspace, status=Status.queued, limit=LATEST)
        ids = [row["_id"] for row in queued if row["queued_at"] == stamp(at)]
        if ids:
            look = _look(self._settings.public_url, held or {})
            await delivery.deliver(ids, gate=look, settings=self._at(at), clock=lambda: at)
        return ids

    async def report(self, id_: str, status: Status, *, at: datetime, reason: str | None = None) -> None:
        """A provider said what became of a delivery."""
        lost = status == Status.bounced
        update = StatusUpdate(event_id=id_, delivery=id_, status=status, permanent=lost, reason=reason, at=at)
        await reports.note(self.workspace, "", update, now=at)

    async def expand(self, campaign: str, *, at: datetime) -> None:
        """Find a campaign's people."""
        await expanding.run([campaign], now=at, work=self._at(at).work)

    async def follow(self, invitations: Sequence[str], *, at: datetime) -> list[str]:
        """Do what is due for invitations, and send it; returns the ids of the deliveries."""
        await following.follow(invitations, now=at, work=self._at(at).work)
        return await self.send(at)

    async def take(self, signal: str, *, at: datetime) -> None:
        """Do what follows from a signal."""
        await signals.take([signal], now=at, work=self._at(at).work)

    def _at(self, at: datetime) -> Settings:
        """The settings of a worker of that time."""
        lease = (self.now - at + BEYOND).total_seconds()
        work = self._settings.work.model_copy(update={"lease_seconds": lease})
        return self._settings.model_copy(update={"work": work, "email": Email()})


def _look(public_url: str, held: Mapping[str, str]) -> delivery.Gate:
    async def look(rows: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Verdict]:
        free = [row for row in rows if row["_id"] not in held]
        found = await gate(free, now, public_url=public_url)
        lost = {row["_id"]: Never(status=Status.held, reason=held[row["_id"]]) for row in rows if row["_id"] in held}
        return {**found, **lost}

    return look
