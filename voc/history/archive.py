"""Everything that is kept about one person, for that person: one ZIP of a page to read, JSON, and the files they sent.

Whoever asks what is known of them gets it as they gave it: contacts, answers and messages in clear. What only runs the
service (leases, digests, indexes) is left out.
"""

import asyncio
import json
import re
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from tempfile import SpooledTemporaryFile
from typing import Any

from beanie import Document
from jinja2 import Environment

from voc import vault
from voc.asks.documents import Ledger
from voc.asks.domain import customer_name, ledger_id
from voc.channels import contents
from voc.channels import sealing as messages
from voc.channels.documents import Delivery, Message
from voc.clock import from_stamp
from voc.conversations.documents import Conversation
from voc.customers import identities
from voc.customers import queries as customers
from voc.customers.documents import Consent, Customer, CustomerEvent
from voc.customers.queries import CustomerOut
from voc.feedback.documents import Feedback
from voc.history import service, traces
from voc.history.surroundings import Above
from voc.invitations.documents import Invitation
from voc.outbox import Outbox
from voc.responses import sealing, uploads
from voc.responses.documents import Response
from voc.signals.documents import Signal
from voc.web.i18n import LANGUAGES
from voc.web.templating import STATIC_FOLDER, environment

Row = dict[str, Any]
Everything = dict[str, list[Row]]
"""Records by what they are."""
OF_THE_SERVICE = frozenset(Outbox.model_fields) | {
    "workspace", "fingerprint", "blind", "token_hash", "position", "bucket", "shard", "uncounted", "unindexed",
    "masked", "erasing", "places", "listened", "given", "verbatim", "respondent", "changes", "scanned", "slotted",
    "once", "origin_id",
}  # fmt: skip
CALLED = {"_id": "id", "sealed": "address"}
"""What stands under another name at rest."""
LOOK = STATIC_FOLDER / "css" / "archive.css"
IN_MEMORY_BYTES = 8 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
_NOT_IN_NAMES = re.compile(r"[^\w.() -]+")
_BY_CUSTOMER: tuple[tuple[str, type[Document]], ...] = (
    ("consents", Consent),
    ("events", CustomerEvent),
    ("feedback", Feedback),
    ("messages", Message),
    ("deliveries", Delivery),
    ("conversations", Conversation),
    ("invitations", Invitation),
)


async def archive(person: CustomerOut, workspace: str, *, above: Above, now: datetime, by: str) -> AsyncIterator[bytes]:
    """A ZIP, piece by piece; that it was made stands in the person's history.

    Args:
        person: with all records that they are made of.
        workspace: whose customer.
        above: what is kept of them elsewhere.
        now: the present.
        by: who asked for it.
    """
    await service.reveal(person, workspace, now=now, by=by)
    everything = await collected(person, workspace, above=above)
    files = await traces.files_of(workspace, person.members)
    return _packed(workspace, everything, files, called=person.name or person.ref or person.id, now=now)


async def collected(person: CustomerOut, workspace: str, *, above: Above) -> Everything:
    """Everything but the files, in clear."""
    members = person.members
    found: Everything = {"records": await _rows(Customer, workspace, "_id", members)}
    found["identities"] = await identities.of(workspace, members)
    for name, model in _BY_CUSTOMER:
        found[name] = await _rows(model, workspace, "customer", members)
    found["responses"] = await _rows(Response, workspace, "customer_id", members)
    refs = [row["ref"] for row in await customers.rows(workspace, members, {"ref": 1})]
    found["signals"] = await _rows(Signal, workspace, "customer.id", refs)
    ledgers = [ledger_id(workspace, customer_name(ref)) for ref in refs]
    found["asked"] = await _rows(Ledger, workspace, "_id", ledgers)
    found |= await above.held(workspace, members)
    return {name: [told(_in_clear(name, row)) for row in rows] for name, rows in found.items() if rows}


def told(row: Mapping[str, Any]) -> Row:
    """A record without what only runs the service; sealed texts opened, times as RFC 3339."""
    workspace = row["workspace"]
    shown = {name: value for name, value in row.items() if name not in OF_THE_SERVICE}
    return {CALLED.get(name, name): _plain(workspace, name, value) for name, value in shown.items()}


def _plain(workspace: str, name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(workspace, key, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(workspace, name, each) for each in value]
    if vault.is_sealed(value):
        return _opened(workspace, value)
    if isinstance(value, int) and value > 0 and (name == "at" or name.endswith("_at")):
        return from_stamp(value).isoformat()
    return value.isoformat() if isinstance(value, datetime) else value


def _opened(workspace: str, sealed: str) -> Any:
    """What was sealed: a text, or what JSON makes of one; as it stands where somebody only wrote what looks so."""
    try:
        text = vault.unseal(workspace, sealed)
    except vault.Unreadable:
        return sealed
    try:
        return json.loads(text) if text[:1] in ("{", "[") else text
    except ValueError:
        return text


def _in_clear(name: str, row: Row) -> Row:
    """The record with its words as they were given, where a field beside them says so."""
    if name == "feedback" and row.get("verbatim"):
        return row | {"text": vault.unseal(row["workspace"], row["verbatim"])}
    if name == "responses":
        return row | {"answers": sealing.opened(row)}
    if name == "messages":
        return messages.opened(row)
    return row | {"content": contents.opened(row)} if name == "deliveries" else row


async def _rows(model: type[Document], workspace: str, field: str, values: Sequence[str]) -> list[Row]:
    condition = {"workspace": {"$eq": workspace}, field: {"$in": list(values)}}
    return await model.get_pymongo_collection().find(condition).to_list()


async def _packed(
    workspace: str, everything: Everything, files: Sequence[str], *, called: str, now: datetime
) -> AsyncIterator[bytes]:
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            whole = json.dumps({"made_at": now.isoformat(), **everything}, ensure_ascii=False, indent=1, default=str)
            packed.writestr("everything.json", whole)
            named = []
            for id_ in files:
                upload, content = await uploads.read(workspace, id_)
                named.append(f"files/{id_}-{_NOT_IN_NAMES.sub('_', upload.name)[-100:]}")
                await asyncio.to_thread(packed.writestr, named[-1], content)
            packed.write(LOOK, "look.css")
            for language in LANGUAGES:
                packed.writestr(f"index.{language}.html", page(language, everything, named, called=called, now=now))
        target.seek(0)
        while piece := await asyncio.to_thread(target.read, CHUNK_BYTES):
            yield piece


def page(language: str, everything: Everything, files: Sequence[str], *, called: str, now: datetime) -> str:
    """The same to read in a browser; nothing in it runs or is loaded from elsewhere."""
    sections = [(name, [list(_facts(row)) for row in rows]) for name, rows in everything.items()]
    template = _environment(language).get_template("history/archive.html")
    return template.render(called=called, sections=sections, files=files, made_at=now, language=language)


def _facts(row: Mapping[str, Any]) -> Any:
    """Names and values that say something, as text."""
    for name, value in row.items():
        if value not in (None, "", [], {}, -1):
            whole = isinstance(value, Mapping | list)
            yield name, json.dumps(value, ensure_ascii=False, indent=1, default=str) if whole else str(value)


@cache
def _environment(language: str) -> Environment:
    return environment(language)
