"""Consent to advertising that has stood for long: whoever gave it is told of it, and may withdraw it or keep it.

Where the law lets consent end after some years unless it is confirmed (`regions`), a notice goes out by the same
channel two weeks before that day, once a year at the most. Where silence confirms, the provider's taking the notice
confirms the consent as of the moment at which the notice was queued: whoever withdraws after that has withdrawn.
Elsewhere they must say that they keep it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from voc import outbox
from voc.accounts import queries as accounts
from voc.channels import outgoing
from voc.channels import service as channels
from voc.channels.delivery import Go, Later, Never, Verdict
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.outgoing import Draft, Origin
from voc.clock import from_stamp, stamp
from voc.customers import consents
from voc.customers import queries as customers
from voc.errors import NotFound
from voc.invitations import lawful, notices, people, queries, shortlinks, tokens, zones
from voc.invitations.dressing import Sender
from voc.invitations.hours import next_allowed
from voc.invitations.looks import looks_at
from voc.invitations.notices import Agreement
from voc.invitations.people import Known
from voc.invitations.regions import ADVERTISING, NIGHT, REGIONS, RESTS, Region, region_of
from voc.invitations.replying import silent
from voc.invitations.schemas import Rules
from voc.outbox import Chore
from voc.settings import Work

ORIGIN = "reconfirmation"
AHEAD = timedelta(days=14)
PAUSE = timedelta(days=1)
YEAR = timedelta(days=365)
ARRIVED = (Status.sent, Status.delivered, Status.opened, Status.clicked)
NO_OBJECTION = "no objection"
Row = Mapping[str, Any]


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Queue a workspace's notices if the chore is ours to take, and set the next day's; whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    async with outbox.kept(Chore, held, work=work):
        rules = await queries.rules(chore["workspace"])
        async for owners in consents.consenting(chore["workspace"], before=_oldest(now)):
            drafts = await _drafts(chore["workspace"], owners, rules, now=now)
            if drafts:
                await outgoing.queue(chore["workspace"], drafts, now=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + PAUSE)
    return True


def due(decisions: Mapping[lawful.Key, lawful.Agreed], channel: str, region: Region, *, at: datetime) -> str | None:
    """Which notice is due for consent on a channel, at most one in a year; None: none.

    Consent to advertising at night is part of it, and both are confirmed together.
    """
    given = [decisions.get((channel, purpose)) for purpose in (ADVERTISING, NIGHT)]
    if given[0] is None or not given[0].given:
        return None
    first = min((each for each in given if each and each.given), key=lambda each: each.at)
    until = lawful.confirm_by(first, region)
    if until is None or at < until - AHEAD:
        return None
    return f"{stamp(first.at)}:{(at - (until - AHEAD)) // YEAR}"


@looks_at(ORIGIN)
async def looks(workspace: str, rows: Sequence[Row], now: datetime, *, base: str) -> dict[str, Verdict]:
    """The last look at notices: nobody gets one who refuses everything, has decided meanwhile, or sleeps."""
    refused = await silent(workspace, rows)
    known = await people.known(workspace, list({row["customer"] for row in rows}))
    rules, found = await queries.rules(workspace), await accounts.workspace(workspace)
    sender = rules.sender(found.name if found else "")
    answered = {each.channel for each in await channels.setups(workspace) if each.receives}

    async def one(row: Row) -> Verdict:
        if why := refused.get(row["_id"]):
            return Never(status=Status.withheld, reason=why.reason)
        person = known.get(row["customer"])
        if person is None:
            return Never(status=Status.expired, reason="The customer is gone.")
        return await _look(row, person, rules, sender, now=now, base=base, can_answer=row["channel"] in answered)

    verdicts = await asyncio.gather(*(one(row) for row in rows))
    return {row["_id"]: verdict for row, verdict in zip(rows, verdicts, strict=True)}


async def tell(deliveries: Sequence[Row]) -> None:
    """Confirm the consent of whoever was told of it by these, where silence confirms; twice is once."""
    for row in deliveries:
        if row["origin"]["kind"] == ORIGIN and any(each["status"] in ARRIVED for each in row["history"]):
            await _confirm(row)


async def _confirm(row: Row) -> None:
    person = (await people.known(row["workspace"], [row["customer"]])).get(row["customer"])
    rules = await queries.rules(row["workspace"])
    if person is None or not region_of(_country(person, rules)).silence_confirms:
        return
    members, at = await customers.members(row["workspace"], person.customer), from_stamp(row["queued_at"])
    await consents.confirm(row["workspace"], members, row["channel"], how=NO_OBJECTION, at=at, key=row["_id"])


async def _drafts(workspace: str, owners: Sequence[str], rules: Rules, *, now: datetime) -> list[Draft]:
    known = {each.customer: each for each in (await people.known(workspace, owners)).values()}
    refused = await people.suppressed(workspace, list(known.values()))
    made = (
        _draft(person, channel, rules, refused, now=now) for person in known.values() for channel in notices.REACHED
    )
    return [draft for draft in made if draft]


def _draft(
    person: Known, channel: Channel, rules: Rules, refused: set[tuple[str, str]], *, now: datetime
) -> Draft | None:
    country = _country(person, rules)
    notice = due(person.decisions, channel, region_of(country), at=now)
    open_ = [each for each in person.addresses if (each.kind.value, each.value) not in refused]
    address = person.model_copy(update={"addresses": tuple(open_)}).address(channel)
    if notice is None or address is None:
        return None
    told = person.attributes.get("language") or person.attributes.get("locale")
    return Draft(
        origin=Origin(kind=ORIGIN, id=f"{person.customer}:{channel.value}", step=notice),
        channel=channel,
        address=address.value,
        purpose=Purpose.notice,
        language=notices.language_of(told, country),
        customer=person.customer,
    )


async def _look(
    row: Row, person: Known, rules: Rules, sender: Sender, *, now: datetime, base: str, can_answer: bool
) -> Verdict:
    country, zone = _country(person, rules), _zone(person, rules)
    if not _stands(row, person):
        return Never(status=Status.expired, reason="Decided meanwhile.")
    allowed = next_allowed([*rules.quiet(), RESTS], ZoneInfo(zone), now)
    if allowed is None:
        return Never(status=Status.withheld, reason="never")
    if allowed > now:
        return Later(at=allowed)
    try:
        history = await consents.history(row["workspace"], await customers.members(row["workspace"], person.customer))
    except NotFound:
        return Never(status=Status.expired, reason="The customer is gone.")
    since = {each: consents.given_at(history, row["channel"], each) for each in (ADVERTISING, NIGHT)}
    agreement = Agreement(
        given={purpose: at for purpose, at in since.items() if at is not None},
        silence_confirms=region_of(country).silence_confirms,
        zone=zone,
    )
    channel, path = Channel(row["channel"]), f"/u/{tokens.notice_token(row['_id'])}"
    if channel != Channel.email:
        path = f"/l/{await shortlinks.shorten(row['workspace'], path, now=now)}"
    said = {"language": row["language"], "link": base + path, "can_answer": can_answer}
    return Go(content=notices.reminder(agreement, channel, sender, **said))


def _stands(row: Row, person: Known) -> bool:
    """Whether they agree to advertising as they did when the notice was queued."""
    agreed = person.decisions.get((row["channel"], ADVERTISING))
    return agreed is not None and agreed.given and stamp(agreed.at) < row["queued_at"]


def _country(person: Known, rules: Rules) -> str:
    return zones.country_of(person.attributes.get("country"), person.phone, rules.country)


def _zone(person: Known, rules: Rules) -> str:
    return zones.zone_of(person.attributes.get("timezone"), person.phone, rules.zone)


def _oldest(now: datetime) -> datetime:
    """Consent given after that is confirmed nowhere yet."""
    years = [each.consent_years for each in REGIONS.values() if each.consent_years]
    return now - min(years, default=100) * YEAR + AHEAD + timedelta(days=1)
