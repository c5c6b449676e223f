"""The last look at the word about an item: is it still shipped, may this person be written to, and is it their day?"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.accounts import queries as accounts
from voc.backlog.telling import domain, messages, queries, tokens
from voc.backlog.telling.domain import ORIGIN, PATIENCE, Purpose, Words
from voc.backlog.telling.messages import Links, Reader
from voc.channels.delivery import Go, Later, Never, Verdict
from voc.channels.domain import Channel, Status
from voc.clock import from_stamp
from voc.errors import VocError
from voc.invitations import lawful, people, shortlinks, zones
from voc.invitations import queries as invitations
from voc.invitations.dressing import Sender
from voc.invitations.lawful import Recipient, Refused, Wait
from voc.invitations.looks import looks_at
from voc.invitations.people import Known
from voc.invitations.regions import ADVERTISING, RESTS, SURVEY, region_of
from voc.invitations.replying import silent
from voc.invitations.schemas import Rules
from voc.invitations.steps import PAUSED_LOOK
from voc.invitations.tokens import notice_token

Row = Mapping[str, Any]
RULES_OF: Mapping[str, str] = {"outcome": SURVEY, "advertising": ADVERTISING}
"""By what a message is for, the rules that it is sent by: an outcome needs no consent, and a refusal holds."""
REOPENED = "Reopened before it was sent."


@looks_at(ORIGIN)
async def looks(workspace: str, rows: Sequence[Row], now: datetime, *, base: str) -> dict[str, Verdict]:
    """What becomes of each of these deliveries, by its id."""
    refused = await silent(workspace, rows)
    known = await people.known(workspace, list({row["customer"] for row in rows}))
    items = {row["origin"]["id"] for row in rows}
    tellings = await queries.tellings(workspace, items)
    shipped = {item: await queries.shipping_of(workspace, item) for item in sorted(items)}
    found = await accounts.workspace(workspace)
    rules = await invitations.rules(workspace)
    sender = rules.sender(found.name if found else "")
    verdicts: dict[str, Verdict] = {}
    for row in rows:
        telling, person = tellings.get(row["origin"]["id"]), known.get(row["customer"])
        if why := refused.get(row["_id"]):
            verdicts[row["_id"]] = Never(status=Status.withheld, reason=why.reason)
        elif person is None or telling is None:
            verdicts[row["_id"]] = Never(status=Status.expired, reason="The customer is gone.")
        elif telling["shipping"] != shipped[row["origin"]["id"]]:
            verdicts[row["_id"]] = _reopened(row, now)
        else:
            verdicts[row["_id"]] = await _look(row, telling, person, rules, sender, now=now, base=base)
    return verdicts


def allowed(person: Known, purpose: str, channel: Channel, rules: Rules, *, at: datetime) -> lawful.Verdict:
    """Whether somebody may be told now; nobody is at night, on whatever channel."""
    told = person.attributes
    recipient = Recipient(
        zone=zones.zone_of(told.get("timezone"), person.phone, rules.zone),
        country=_country(person, rules),
        decisions=person.decisions,
    )
    return lawful.look(RULES_OF[purpose], channel, recipient, [*rules.quiet(), RESTS], at=at)


def _reopened(row: Row, now: datetime) -> Verdict:
    """Wait for it to be shipped, and confirmed, again; not for ever."""
    if now - from_stamp(row["queued_at"]) > PATIENCE:
        return Never(status=Status.expired, reason=REOPENED)
    return Later(at=now + PAUSED_LOOK)


async def _look(
    row: Row, telling: Row, person: Known, rules: Rules, sender: Sender, *, now: datetime, base: str
) -> Verdict:
    purpose: Purpose = telling["purpose"]
    channel = Channel(row["channel"])
    verdict = allowed(person, purpose, channel, rules, at=now)
    if isinstance(verdict, Refused):
        return Never(status=Status.withheld, reason=verdict.rule)
    if isinstance(verdict, Wait):
        return Later(at=verdict.at)
    written = {language: Words.model_validate(each) for language, each in telling["words"].items()}
    language, words = domain.in_language(written, row["language"])
    reader = Reader(name=person.name, channel=channel, region=region_of(_country(person, rules)), language=language)
    links = await _links(row, channel, base, now=now)
    try:
        return Go(content=messages.content(words, purpose, reader, sender, links))
    except VocError as error:
        return Never(status=Status.withheld, reason=error.detail)


async def _links(row: Row, channel: Channel, base: str, *, now: datetime) -> Links:
    paths = [f"/f/{tokens.token_of(row['_id'])}", f"/u/{notice_token(row['_id'])}"]
    if channel != Channel.email:
        paths = [f"/l/{await shortlinks.shorten(row['workspace'], path, now=now)}" for path in paths]
    return Links(page=base + paths[0], unsubscribe=base + paths[1])


def _country(person: Known, rules: Rules) -> str:
    return zones.country_of(person.attributes.get("country"), person.phone, rules.country)
