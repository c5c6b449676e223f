"""A campaign's own list of people, as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.customers import contacts
from voc.customers import queries as customers
from voc.customers.domain import Claim, IdentityKind, Person, customer_id
from voc.customers.resolving import Sender, resolve_many
from voc.database import durable
from voc.errors import Invalid
from voc.invitations import queries
from voc.invitations.documents import Campaign
from voc.invitations.domain import CampaignState, WrongCampaignState
from voc.invitations.making import INSERT_LIMIT, Guest, row_of, store
from voc.invitations.schemas import WHOLE_LIST, CampaignIn, RecipientsOut, Rejected
from voc.outbox import State

BODY_LIMIT_BYTES = 32 * 1024 * 1024
REJECTED_SHOWN = 100
FIELDS_LIMIT = 50
CONTACTS = {
    "id": IdentityKind.external, "external_id": IdentityKind.external, "customer": IdentityKind.external,
    "email": IdentityKind.email, "e-mail": IdentityKind.email,
    "phone": IdentityKind.phone, "mobile": IdentityKind.phone,
    "고객번호": IdentityKind.external, "이메일": IdentityKind.email, "전화": IdentityKind.phone,
    "전화번호": IdentityKind.phone, "휴대폰": IdentityKind.phone,
}  # fmt: skip
"""Columns that say who somebody is."""
NAMES = ("name", "이름")
Row = dict[str, Any]
Line = tuple[int, Sender, Row]


async def add(
    workspace: str, campaign: str, body: bytes, *, now: datetime, only_known_ids: bool = False
) -> RecipientsOut:
    """Put the people of a CSV file on a campaign's list; sending it again adds nobody twice.

    Columns: `id`, `email`, `phone` (one of them at least), `name`; all others become attributes of the customer and
    merge fields of the message. With `only_known_ids`, an id alone names only a customer whom we know: whatever else
    stands there is a slip, and would become somebody of that name.

    Raises:
        NotFound: no such campaign in this workspace.
        WrongCampaignState: it is over, or does not ask people of a list.
        Invalid: the file cannot be read, or no column says who somebody is.
    """
    row = await queries.campaign(workspace, campaign)
    wish = CampaignIn.model_validate(row["definition"])
    if wish.audience.kind != "people" or row["stage"] == CampaignState.done:
        raise WrongCampaignState("Only a campaign whose audience is people, and that is not over, takes a list.")
    rejected: list[Rejected] = []
    people: set[str] = set()
    added = 0
    for batch in _batches(_lines(body, rejected)):
        lines = await _known(workspace, batch, rejected) if only_known_ids else batch
        if not lines:
            continue
        persons = await resolve_many(workspace, [sender for _, sender, _ in lines], now=now, source="import")
        guests = [
            _guest(row, wish, person, fields, number=added + place)
            for place, (person, (_, _, fields)) in enumerate(zip(persons, lines, strict=True))
        ]
        people |= {person.customer for person in persons}
        added += len(await store([row_of(guest, send_at=None, now=now) for guest in guests]))
    change: dict[str, Any] = {"$inc": {"people": added}}
    if row["stage"] == CampaignState.running:
        # a worker that is at it has not seen them, and must not let it go
        free = {"owner": None, "lease_until": None}
        change["$set"] = {"state": State.pending.value, "next_dispatch_at": stamp(now)} | free
        change["$inc"]["revision"] = 1
    await durable(Campaign).update_one({"_id": campaign, "workspace": workspace}, change)
    return RecipientsOut(recipients=len(people), added=added, rejected=rejected[:REJECTED_SHOWN])


async def _known(workspace: str, lines: Sequence[Line], rejected: list[Rejected]) -> list[Line]:
    """The lines but those of nothing but an id that nobody has."""
    alone = {
        number: (customer_id(workspace, sender.claims[0].value), sender.claims[0].value)
        for number, sender, _ in lines
        if len(sender.claims) == 1 and sender.claims[0].kind == IdentityKind.external
    }
    found = await customers.rows(workspace, [id_ for id_, _ in alone.values()], {"_id": 1}) if alone else []
    known = {each["_id"] for each in found}
    strange = {number: said for number, (id_, said) in alone.items() if id_ not in known}
    rejected += [
        Rejected(line=number, message="is no e-mail address, no phone number and nobody's id", text=said[:60])
        for number, said in strange.items()
    ]
    return [line for line in lines if line[0] not in strange]


def _guest(row: Row, wish: CampaignIn, person: Person, fields: Row, *, number: int) -> Guest:
    return Guest(
        workspace=row["workspace"],
        campaign=row["_id"],
        origin=row["_id"],
        survey=wish.survey,
        customer=person.customer,
        ref=person.ref,
        fields=fields,
        plan=wish.plan(),
        number=row["people"] + number,
    )


def _batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == INSERT_LIMIT:
            yield batch
            batch = []
    if batch:
        yield batch


def _lines(body: bytes, rejected: list[Rejected]) -> Iterator[Line]:
    """Everybody on the list whom we can tell; the others go to `rejected`."""
    reader = csv.DictReader(io.StringIO(_text(body), newline=""), dialect=_dialect(body))
    columns = [name for name in (reader.fieldnames or []) if name]
    known = {name: CONTACTS[name.strip().lower()] for name in columns if name.strip().lower() in CONTACTS}
    if not known:
        raise Invalid("No column says who somebody is. Name one of them id, email or phone.", columns=columns[:20])
    for count, row in enumerate(reader):
        if count >= WHOLE_LIST:
            raise Invalid(f"A list holds at most {WHOLE_LIST:,} people. Send the rest as another one.")
        found = _line(row, known)
        if found is None:
            said = next((cell.strip() for cell in row.values() if isinstance(cell, str) and cell.strip()), "")
            message = "has no id, e-mail address or phone number"
            rejected.append(Rejected(line=reader.line_num, message=message, text=said[:60]))
        else:
            yield reader.line_num, *found


def _line(row: dict[str, Any], known: dict[str, IdentityKind]) -> tuple[Sender, dict[str, Any]] | None:
    cells = {name.strip(): value.strip() for name, value in row.items() if name and isinstance(value, str)}
    claims = []
    for name, kind in known.items():
        try:
            claims.append(Claim(kind=kind, value=contacts.normalise(kind, cells.get(name.strip(), ""))))
        except Invalid:
            continue
    if not claims:
        return None
    name = next((cells[each] for each in cells if each.lower() in NAMES and cells[each]), None)
    told = {
        each.replace(".", "_").lstrip("$")[:100]: value[:1_000]
        for each, value in cells.items()
        if each and each not in {column.strip() for column in known} and each.lower() not in NAMES and value
    }
    fields = dict(list(told.items())[:FIELDS_LIMIT])
    return Sender(claims=tuple(claims), name=name, attributes=fields), fields


def _text(body: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Invalid("The file is not readable as text. Save it as CSV in UTF-8.")


def _dialect(body: bytes) -> type[csv.Dialect]:
    head = body[:8_192].split(b"\n", 1)[0]
    return csv.excel_tab if head.count(b"\t") > head.count(b",") else csv.excel
