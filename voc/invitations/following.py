"""Does what comes next for invitations: send, remind, expire, begin the next round."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc import outbox
from voc.channels.domain import Channel, Purpose
from voc.channels.outgoing import Draft, Origin, queue
from voc.clock import stamp
from voc.customers.queries import Address
from voc.errors import NotFound
from voc.invitations import pace, people, queries, stages, steps
from voc.invitations.documents import Invitation
from voc.invitations.domain import Stage
from voc.invitations.making import Guest, row_of, store
from voc.invitations.people import Known
from voc.invitations.stages import News
from voc.invitations.steps import Do, Frame, Step
from voc.outbox import State
from voc.settings import Work
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed

Row = dict[str, Any]
SOON = timedelta(seconds=1)
Change = tuple[str, Row]


async def follow(ids: Sequence[str], *, now: datetime, work: Work) -> int:
    """Go on with these invitations; returns how many messages were queued."""
    held = await outbox.lease(Invitation, ids, now=now, work=work)
    queued = 0
    async with outbox.kept(Invitation, held, work=work):
        for workspace in sorted({row["workspace"] for row in held.rows}):
            own = [row for row in held.rows if row["workspace"] == workspace]
            round_ = _Round(workspace, now)
            await round_.take(own)
            await outbox.complete(Invitation, round_.over, owner=held.owner)
            await outbox.complete(Invitation, round_.waiting, owner=held.owner, state=State.pending.value)
            queued += round_.queued
    return queued


class _Round:
    """Invitations of one workspace that are due."""

    def __init__(self, workspace: str, now: datetime) -> None:
        self._workspace, self._now = workspace, now
        self.over: list[Change] = []
        self.waiting: list[Change] = []
        self.queued = 0

    async def take(self, rows: Sequence[Row]) -> None:
        """Do what is due for each."""
        campaigns = await queries.campaigns(self._workspace, list({row["campaign"] for row in rows if row["campaign"]}))
        self._frames = {row["_id"]: steps.frame_of(row, campaigns.get(row["campaign"])) for row in rows}
        answers = await queries.answers(self._workspace, [row["_id"] for row in rows if row["steps"]])
        await stages.note(
            [
                News(invitation=id_, stage=Stage.completed if finished else Stage.started)
                for id_, finished in answers.items()
            ]
        )
        todo: dict[Do, list[Row]] = {each: [] for each in Do}
        for row in rows:
            step = self._step(row, answered=answers.get(row["_id"], False))
            if step.do == Do.wait:
                self._wait(row, step)
            else:
                todo[step.do].append(row)
        self.over += [(row["_id"], {}) for row in todo[Do.rest]]
        await self._expire(todo[Do.expire])
        await self._next_round(todo[Do.next_round])
        await self._take_turns(todo[Do.take_turn])
        await self._send(todo[Do.send] + todo[Do.remind])

    def _step(self, row: Row, *, answered: bool = False) -> Step:
        return steps.next_step(row, self._frames[row["_id"]], answered=answered, now=self._now)

    def _wait(self, row: Row, step: Step, fields: Row | None = None) -> None:
        """Come again when the step says; who waits for their campaign takes a new turn then."""
        at = stamp(step.at or self._now + SOON)
        unslotted = {"slotted": False} if not row["steps"] and row["slotted"] and at != row["send_at"] else {}
        self.waiting.append((row["_id"], unslotted | (fields or {}) | {"next_dispatch_at": at}))

    def _after(self, row: Row, fields: Row) -> None:
        """Settle an invitation whose fields have changed."""
        step = self._step(row | fields)
        if step.do == Do.rest:
            self.over.append((row["_id"], fields))
        else:
            self._wait(row | fields, step, fields)

    async def _expire(self, rows: Sequence[Row]) -> None:
        await stages.note([News(invitation=row["_id"], stage=Stage.expired) for row in rows])
        for row in rows:
            self._after(row | {"stage": Stage.expired.value}, {})

    async def _withhold(self, row: Row, reason: str) -> None:
        await stages.note([News(invitation=row["_id"], stage=Stage.withheld, reason=reason)])
        self._after(row | {"stage": Stage.withheld.value}, {"asked_at": stamp(self._now)})

    async def _next_round(self, rows: Sequence[Row]) -> None:
        guests = [
            Guest(
                workspace=self._workspace,
                campaign=row["campaign"],
                origin=row["campaign"],
                survey=row["survey"],
                customer=row["customer"],
                ref=row["ref"],
                round=row["round"] + 1,
                fields=row["fields"],
                plan=self._frames[row["_id"]].plan,
            )
            for row in rows
        ]
        made = [row_of(guest, send_at=self._now, now=self._now) for guest in guests]
        for before, after in zip(rows, made, strict=True):
            after["bucket"] = before["bucket"]
        new = await store(made)
        await pace.count(self._workspace, [row["campaign"] for row in made if row["_id"] in new])
        self.over += [(row["_id"], {}) for row in rows]

    async def _take_turns(self, rows: Sequence[Row]) -> None:
        by_campaign: dict[str, list[Row]] = {}
        for row in rows:
            by_campaign.setdefault(row["campaign"], []).append(row)
        for campaign, own in by_campaign.items():
            per_hour = self._frames[own[0]["_id"]].throttle_per_hour or 1
            turns = await pace.take(self._workspace, campaign, len(own), per_hour=per_hour, not_before=self._now)
            for row, turn in zip(own, turns, strict=True):
                fields = {"slotted": True, "send_at": stamp(turn), "next_dispatch_at": stamp(turn)}
                self.waiting.append((row["_id"], fields))

    async def _send(self, rows: Sequence[Row]) -> None:
        """Queue the messages; everything that may forbid them is looked at when their turn comes."""
        if not rows:
            return
        known = await people.known(self._workspace, list({row["customer"] for row in rows}))
        silent = await people.suppressed(self._workspace, list(known.values()))
        definitions = {survey: await self._definition(survey) for survey in {row["survey"] for row in rows}}
        usual = (await queries.rules(self._workspace)).country
        drafts: list[Draft] = []
        changes: list[tuple[Row, Row]] = []
        for row in rows:
            person = known.get(row["customer"])
            place = _place(person, self._frames[row["_id"]], row, silent)
            if person is None or definitions[row["survey"]] is None or isinstance(place, str):
                await self._without(row, place if isinstance(place, str) else "gone")
                continue
            channel, address = place
            language = people.language_of(person, definitions[row["survey"]], usual=usual)
            drafts.append(self._draft(row, channel, address, language))
            changes.append((row, self._sent(row, channel, language)))
        await queue(self._workspace, drafts, now=self._now)
        self.queued += len(drafts)
        for row, fields in changes:
            self._after(row, fields)

    async def _without(self, row: Row, reason: str) -> None:
        if row["steps"]:  # what was sent stays; nobody can be reminded
            self._after(row, {"steps": row["steps"] + 1})
        else:
            await self._withhold(row, reason)

    def _draft(self, row: Row, channel: Channel, address: Address, language: str) -> Draft:
        kind = "reminder" if row["steps"] else "invitation"
        return Draft(
            origin=Origin(kind=kind, id=row["_id"], step=str(row["steps"])),
            channel=channel,
            address=address.value,
            purpose=Purpose(self._frames[row["_id"]].plan.purpose),
            language=language,
            customer=row["customer"],
        )

    def _sent(self, row: Row, channel: Channel, language: str) -> Row:
        fields: Row = {"steps": row["steps"] + 1, "channel": channel.value, "language": language}
        if row["steps"] == 0:
            expires = steps.expiry(self._frames[row["_id"]], asked_at=self._now)
            fields |= {"asked_at": stamp(self._now), "expires_at": stamp(expires)}
        return fields

    async def _definition(self, survey: str) -> Any:
        try:
            return (await surveys.version(self._workspace, survey)).definition
        except (NotFound, SurveyClosed):
            return None


def _place(
    person: Known | None, frame: Frame, row: Mapping[str, Any], silent: set[tuple[str, str]]
) -> tuple[Channel, Address] | str:
    """Where somebody is written to; a reminder goes where the invitation went. Else why there is no such place."""
    if person is None:
        return "gone"
    channels = [Channel(row["channel"])] if row["steps"] else frame.plan.channels
    found = [(channel, address) for channel in channels if (address := person.address(channel))]
    free = [each for each in found if (each[1].kind.value, each[1].value) not in silent]
    if free:
        return free[0]
    return "suppressed" if found else "no-address"
