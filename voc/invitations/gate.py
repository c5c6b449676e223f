"""The last look before a message goes out, for a whole batch at once.

In this order: is it still wanted; suppression; consent; the lawful hours of the recipient's clock; and last the ledger
of asks, which records it. A reminder is part of its invitation's ask. Replies and tests pass unless their address
refuses everything; the word that a refusal was carried out passes even then. Who is told of their own consent, though,
has not asked for that: it reaches no address that refuses, and nobody at night.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voc import vault
from voc.accounts import queries as accounts
from voc.asks.together import Wish, grant_all
from voc.channels.delivery import Go, Later, Never, Verdict
from voc.channels.domain import Channel, Status
from voc.channels.outgoing import Content
from voc.clock import from_stamp
from voc.errors import NotFound, VocError
from voc.invitations import lawful, pace, people, queries, steps, talking, zones
from voc.invitations.domain import CampaignState, Stage, ask_id, is_over
from voc.invitations.dressing import Sender
from voc.invitations.lawful import Recipient, Refused, Wait
from voc.invitations.looks import LOOKS
from voc.invitations.people import Known
from voc.invitations.regions import region_of
from voc.invitations.rendering import Occasion, render
from voc.invitations.replying import replies, silent
from voc.invitations.steps import ANSWERS_LOOK, PAUSED_LOOK, Frame
from voc.responses.places import arrived_in
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

Row = Mapping[str, Any]
INVITING = ("invitation", "reminder")


async def gate(rows: Sequence[Row], now: datetime, *, public_url: str) -> dict[str, Verdict]:
    """What becomes of each delivery, by its id."""
    verdicts: dict[str, Verdict] = {}
    for workspace in sorted({row["workspace"] for row in rows}):
        own = [row for row in rows if row["workspace"] == workspace]
        verdicts |= await replies(workspace, [row for row in own if row["origin"]["kind"] not in (*INVITING, *LOOKS)])
        for kind, look in LOOKS.items():
            if theirs := [row for row in own if row["origin"]["kind"] == kind]:
                verdicts |= await look(workspace, theirs, now, base=public_url.rstrip("/"))
        if inviting := [row for row in own if row["origin"]["kind"] in INVITING]:
            verdicts |= await _Look(workspace, now, public_url.rstrip("/")).at(inviting)
    return verdicts


class _Case(Value):
    """A message that nothing has forbidden so far."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    delivery: str
    sealed: str
    """Where it goes."""
    reminder: bool
    channel: Channel
    language: str
    invitation: dict[str, Any]
    frame: Frame
    survey: PublishedSurvey
    person: Known
    country: str
    zone: str

    def wish(self) -> Wish:
        """Its ask, which its reminders share."""
        return Wish(ask=ask_id(self.invitation["_id"]), people=self.person.names, channel=self.channel.value)


class _Ready(Value):
    """A message with everything that it says."""

    case: _Case
    occasion: Occasion
    content: Content


class _Look:
    """One look at the invitations and reminders of one workspace."""

    def __init__(self, workspace: str, now: datetime, base: str) -> None:
        self._workspace, self._now, self._base = workspace, now, base
        self._verdicts: dict[str, Verdict] = {}
        self._surveys: dict[str, PublishedSurvey | None] = {}

    async def at(self, rows: Sequence[Row]) -> dict[str, Verdict]:
        """What becomes of each."""
        self._rules = await queries.rules(self._workspace)
        cases = await self._wanted(rows)
        cases = await self._allowed(cases, rows)
        await self._ask(await self._rendered(cases))
        return self._verdicts

    def _never(self, row: Row, status: Status, reason: str) -> None:
        self._verdicts[row["_id"]] = Never(status=status, reason=reason)

    async def _wanted(self, rows: Sequence[Row]) -> list[_Case]:
        """Those whose campaign runs, who have not answered, refused or waited too long."""
        origins = [row["origin"]["id"] for row in rows]
        invitations = await queries.invitations(self._workspace, origins)
        named = {row["campaign"] for row in invitations.values() if row["campaign"]}
        campaigns = await queries.campaigns(self._workspace, list(named))
        answers = await queries.answers(self._workspace, list(invitations))
        known = await people.known(self._workspace, list({row["customer"] for row in invitations.values()}))
        cases = []
        for row in rows:
            invitation = invitations.get(row["origin"]["id"])
            if invitation is None:
                self._never(row, Status.expired, "The invitation is gone.")
                continue
            frame = steps.frame_of(invitation, campaigns.get(invitation["campaign"]))
            verdict = self._unwanted(row, invitation, frame, answered=answers.get(invitation["_id"], False))
            if verdict:
                self._verdicts[row["_id"]] = verdict
                continue
            survey, person = await self._survey(invitation["survey"]), known.get(invitation["customer"])
            if survey is None or person is None:
                self._never(row, Status.expired, "The survey or the customer is gone.")
                continue
            cases.append(self._case(row, invitation, frame, survey, person))
        return cases

    def _unwanted(self, row: Row, invitation: Row, frame: Frame, *, answered: bool) -> Verdict | None:
        if answered:
            return Never(status=Status.expired, reason="answered")
        # what the provider refused comes again only where a colleague sends it after all
        after_all = invitation["stage"] == Stage.failed and row["origin"]["kind"] == "invitation"
        if is_over(Stage(invitation["stage"])) and not after_all:
            return Never(status=Status.expired, reason=str(invitation["stage"]))
        if self._now >= from_stamp(invitation["expires_at"]):
            return Never(status=Status.expired, reason="expired")
        if frame.state == CampaignState.done:
            return Never(status=Status.expired, reason="The campaign is over.")
        if frame.state == CampaignState.paused:
            return Later(at=self._now + PAUSED_LOOK)
        return None

    def _case(
        self, row: Row, invitation: dict[str, Any], frame: Frame, survey: PublishedSurvey, person: Known
    ) -> _Case:
        told = person.attributes
        return _Case(
            delivery=row["_id"],
            sealed=row["sealed"],
            reminder=row["origin"]["kind"] == "reminder",
            channel=Channel(row["channel"]),
            language=row["language"],
            invitation=invitation,
            frame=frame,
            survey=survey,
            person=person,
            country=zones.country_of(told.get("country"), person.phone, self._rules.country),
            zone=zones.zone_of(told.get("timezone"), person.phone, self._rules.zone),
        )

    async def _allowed(self, cases: Sequence[_Case], rows: Sequence[Row]) -> list[_Case]:
        """Those whose address is not suppressed and whom the law lets us write to now; others wait or get nothing."""
        refused = await silent(self._workspace, rows)
        allowed, waiting = [], []
        for case in cases:
            if why := refused.get(case.delivery):
                self._verdicts[case.delivery] = Never(status=Status.withheld, reason=why.reason)
                continue
            recipient = Recipient(zone=case.zone, country=case.country, decisions=case.person.decisions)
            purpose = case.frame.plan.purpose
            verdict = lawful.look(purpose, case.channel, recipient, self._rules.quiet(), at=self._now)
            if isinstance(verdict, Refused):
                self._verdicts[case.delivery] = Never(status=Status.withheld, reason=verdict.rule)
            elif isinstance(verdict, Wait):
                waiting.append((case, verdict.at))
            else:
                allowed.append(case)
        await self._postpone(waiting)
        return allowed

    async def _postpone(self, waiting: Sequence[tuple[_Case, datetime]]) -> None:
        """Come again at the first lawful moment; under a pace, at the first free turn after it."""
        turns: dict[tuple[str, int, datetime], list[_Case]] = {}
        for case, at in waiting:
            if case.frame.throttle_per_hour:
                turns.setdefault((case.invitation["campaign"], case.frame.throttle_per_hour, at), []).append(case)
            else:
                self._verdicts[case.delivery] = Later(at=at)
        for (campaign, per_hour, at), cases in turns.items():
            free = await pace.take(self._workspace, campaign, len(cases), per_hour=per_hour, not_before=at)
            self._verdicts |= {case.delivery: Later(at=turn) for case, turn in zip(cases, free, strict=True)}

    async def _rendered(self, cases: Sequence[_Case]) -> list[_Ready]:
        workspace = await accounts.workspace(self._workspace)
        sender = self._rules.sender(workspace.name if workspace else "")
        made = await asyncio.gather(*(self._ready(case, sender) for case in cases))
        return [ready for ready in made if ready]

    async def _ready(self, case: _Case, sender: Sender) -> _Ready | None:
        occasion = Occasion(
            workspace=self._workspace,
            invitation=case.invitation["_id"],
            survey=case.survey,
            plan=case.frame.plan,
            channel=case.channel,
            language=case.language,
            reminder=case.reminder,
            person=case.person,
            fields=case.invitation["fields"],
            region=region_of(case.country),
            sender=sender,
            base=self._base,
        )
        try:
            return _Ready(case=case, occasion=occasion, content=await render(occasion, now=self._now))
        except VocError as error:
            self._verdicts[case.delivery] = Never(status=Status.withheld, reason=error.detail)
            return None

    async def _ask(self, ready: Sequence[_Ready]) -> None:
        """Ask the ledger, survey by survey: what it grants goes out."""
        for id_ in sorted({each.case.survey.id for each in ready}):
            own = [each for each in ready if each.case.survey.id == id_]
            wishes = [each.case.wish() for each in own]
            arrived = arrived_in(self._workspace)
            granted = await grant_all(own[0].case.survey, wishes, now=self._now, arrived=arrived)
            for each, wish in zip(own, wishes, strict=True):
                verdict = granted[wish.ask]
                refused = Never(status=Status.withheld, reason=verdict.rule or "ledger")
                self._verdicts[each.case.delivery] = await self._go(each) if verdict.granted else refused

    async def _go(self, ready: _Ready) -> Verdict:
        if not talking.is_talk(ready.occasion):
            return Go(content=ready.content)
        address = vault.unseal(self._workspace, ready.case.sealed)
        first = await talking.first_question(ready.occasion, address, otherwise=ready.content, now=self._now)
        return Go(content=first) if first else Later(at=self._now + ANSWERS_LOOK)

    async def _survey(self, id_: str) -> PublishedSurvey | None:
        if id_ not in self._surveys:
            try:
                self._surveys[id_] = await surveys.version(self._workspace, id_)
            except (NotFound, SurveyClosed):
                self._surveys[id_] = None
        return self._surveys[id_]
