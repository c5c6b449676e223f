"""Whom a campaign would reach now, and whom not and why: a look that sends, records and reserves nothing.

It asks the same questions in the same order as the last look before sending (`voc.invitations.gate`), which has the
last word: between this look and that one, people answer, refuse and are asked by others.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.asks import policy, service
from voc.asks.documents import Ledger, RecordedAsk
from voc.asks.domain import customer_name, ledger_id
from voc.channels.domain import Channel
from voc.customers import queries as customers
from voc.customers.documents import Customer
from voc.customers.domain import is_stand_in
from voc.errors import NotFound
from voc.invitations import lawful, people, queries, zones
from voc.invitations.documents import Invitation
from voc.invitations.lawful import Recipient, Refused, Wait
from voc.invitations.people import Known
from voc.invitations.schemas import CampaignOut, Rules
from voc.surveys import queries as surveys
from voc.surveys.conditions import ALWAYS, Condition
from voc.surveys.domain import SurveyClosed
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.targeting import Policy
from voc.values import Value

BATCH = 500
LOOKED_AT_MOST = 2_000
"""A page waits for no more than these; sending looks at everybody."""
REACHED_SHOWN, LEFT_OUT_SHOWN = 12, 30


class Fate(Value):
    """What would become of one person."""

    customer: str
    label: str
    channel: str | None = None
    masked: str | None = None
    reason: str | None = None
    """Why they get nothing."""
    at: datetime | None = None
    """When it goes out, where the law or quiet hours do not let it go at once."""


class Reach(Value):
    """What would become of an audience."""

    looked: int
    """People of the audience that were looked at."""
    complete: bool
    """Whether those are all."""
    channels: dict[str, int]
    """How many are reached on each."""
    waiting: int
    """How many of these have to wait for their morning."""
    withheld: dict[str, int]
    """How many get nothing, by reason, the most frequent first."""
    reached_shown: list[Fate]
    left_out_shown: list[Fate]

    @property
    def reached(self) -> int:
        """People who would get something."""
        return sum(self.channels.values())

    @property
    def left_out(self) -> int:
        """People who would not."""
        return sum(self.withheld.values())


class _Look:
    """One look at one campaign."""

    def __init__(self, campaign: CampaignOut, workspace: str, now: datetime) -> None:
        self._campaign, self._workspace, self._now = campaign, workspace, now

    async def prepare(self) -> None:
        self._rules: Rules = await queries.rules(self._workspace)
        self._policy: Policy = (await policy.read(self._workspace)).policy
        try:
            self._survey: PublishedSurvey | None = await surveys.version(self._workspace, self._campaign.survey)
        except (NotFound, SurveyClosed):
            self._survey = None

    async def at(self, persons: Sequence[Known]) -> list[Fate]:
        """What would become of each."""
        silent = await people.suppressed(self._workspace, persons)
        asks = await self._asks(persons)
        return [self._fate(each, silent, asks) for each in persons]

    def _fate(self, person: Known, silent: set[tuple[str, str]], asks: Mapping[str, Sequence[RecordedAsk]]) -> Fate:
        who = Fate(customer=person.customer, label=label_of(person))
        found = [(channel, address) for channel in self._campaign.channels if (address := person.address(channel))]
        free = [each for each in found if (each[1].kind.value, each[1].value) not in silent]
        if not free:
            return who.model_copy(update={"reason": "suppressed" if found else "no-address"})
        channel, address = free[0]
        who = who.model_copy(update={"channel": channel.value, "masked": address.masked})
        verdict = self._lawful(person, channel)
        if isinstance(verdict, Refused):
            return who.model_copy(update={"reason": verdict.rule})
        if self._survey and (rule := self._asked_lately(asks.get(person.customer, ()))):
            return who.model_copy(update={"reason": rule})
        return who.model_copy(update={"at": verdict.at}) if isinstance(verdict, Wait) else who

    def _lawful(self, person: Known, channel: Channel) -> lawful.Verdict:
        told = person.attributes
        recipient = Recipient(
            zone=zones.zone_of(told.get("timezone"), person.phone, self._rules.zone),
            country=zones.country_of(told.get("country"), person.phone, self._rules.country),
            decisions=person.decisions,
        )
        begins = max(self._now, self._campaign.starts_at or self._now)
        return lawful.look(self._campaign.purpose, channel, recipient, self._rules.quiet(), at=begins)

    def _asked_lately(self, asks: Sequence[RecordedAsk]) -> str | None:
        assert self._survey is not None
        begins = max(self._now, self._campaign.starts_at or self._now)
        return service.forbids(self._survey, asks, self._policy, now=begins)

    async def _asks(self, persons: Sequence[Known]) -> dict[str, list[RecordedAsk]]:
        """What each was asked before, by customer."""
        names = {
            ledger_id(self._workspace, customer_name(ref)): person.customer for person in persons for ref in person.refs
        }
        found: dict[str, dict[str, RecordedAsk]] = {}
        for row in await Ledger.get_pymongo_collection().find({"_id": {"$in": list(names)}}).to_list():
            own = found.setdefault(names[row["_id"]], {})
            own |= {each["ask"]: RecordedAsk.model_validate(each) for each in row["asks"]}
        return {customer: sorted(asks.values(), key=lambda ask: ask.at) for customer, asks in found.items()}


async def look(workspace: str, campaign: CampaignOut, *, now: datetime) -> Reach:
    """What would become of a campaign's audience if its turn came now, or when it begins."""
    where = await _segment(workspace, campaign)
    looking = _Look(campaign, workspace, now)
    await looking.prepare()
    fates: list[Fate] = []
    complete = True
    async for ids in _batches(workspace, campaign, where):
        known = {person.customer: person for person in (await people.known(workspace, ids)).values()}
        fitting = [each for each in known.values() if where is None or people.fits(where, each.attributes)]
        fates += await looking.at(fitting)
        if len(fates) >= LOOKED_AT_MOST:
            complete = len(ids) < BATCH
            break
    return summed(fates, complete)


def label_of(person: Known) -> str:
    """What to call somebody: name, else the company's own id, else a masked contact."""
    own = next((ref for ref in person.refs if not is_stand_in(ref)), None)
    return person.name or own or next((each.masked for each in person.addresses), "•••")


def summed(fates: Sequence[Fate], complete: bool) -> Reach:
    """What would become of all of these; `complete`: there are no others."""
    reached = [each for each in fates if each.reason is None]
    left_out = [each for each in fates if each.reason is not None]
    return Reach(
        looked=len(fates),
        complete=complete,
        channels=_counted(each.channel for each in reached),
        waiting=sum(each.at is not None for each in reached),
        withheld=_counted(each.reason for each in left_out),
        reached_shown=reached[:REACHED_SHOWN],
        left_out_shown=left_out[:LEFT_OUT_SHOWN],
    )


def _counted(values: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in values:
        found[each] = found.get(each, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


async def _segment(workspace: str, campaign: CampaignOut) -> Condition | None:
    """Whom the campaign asks by what is known of them; None for a list of people."""
    if campaign.audience.kind == "people":
        return None
    if campaign.audience.segment is None:
        return ALWAYS
    found = (await policy.read(workspace)).segments.get(campaign.audience.segment)
    return found.where if found else None


async def _batches(workspace: str, campaign: CampaignOut, where: Condition | None) -> AsyncIterator[list[str]]:
    """Ids of customers that may be in the audience, some hundred at a time."""
    if campaign.audience.kind == "people":
        condition: dict[str, Any] = {"workspace": workspace, "campaign": campaign.id}
        found = Invitation.get_pymongo_collection().find(condition, {"customer": 1}).sort("position", 1)
        rows = await found.limit(LOOKED_AT_MOST + BATCH).to_list()
        for start in range(0, len(rows), BATCH):
            yield [row["customer"] for row in rows[start : start + BATCH]]
        return
    if where is None:  # its segment is gone
        return
    after: str | None = None
    into = await customers.merged(workspace)
    while True:
        condition = {"workspace": workspace} | ({"ref": {"$gt": after}} if after is not None else {})
        page = await Customer.get_pymongo_collection().find(condition, {"ref": 1}).sort("ref", 1).limit(BATCH).to_list()
        yield [row["_id"] for row in page if row["_id"] not in into]
        if len(page) < BATCH:
            return
        after = page[-1]["ref"]
