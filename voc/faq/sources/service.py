"""Give, fetch and remove sources. What is read of them, a worker does: see `working`."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Literal

from pymongo.errors import DuplicateKeyError

from voc import egress
from voc.clock import stamp
from voc.database import durable
from voc.errors import Invalid
from voc.faq.sources import domain, queries, removing, storing
from voc.faq.sources.documents import FaqSource
from voc.faq.sources.domain import ADDRESS_LIMIT_CHARACTERS, Block, Kind, NotTaken, Refusal, SourceState
from voc.outbox import retry
from voc.redaction import redact
from voc.settings import Egress
from voc.values import Value, one_line

Row = dict[str, Any]
Outcome = Literal["stored", "unchanged", "waiting"]


class Received(Value):
    """What became of something that was given."""

    id: str
    address: str
    outcome: Outcome
    """`unchanged`: it is what was read last; `waiting`: the same already waits to be read."""


async def give(
    workspace: str, address: str, chunks: AsyncIterator[bytes], *, now: datetime, media_type: str = ""
) -> Received:
    """Keep a file under an address; a worker reads it. The same content again changes nothing.

    Raises:
        NotTaken: too large, empty, or not a kind of file that is read; nothing is kept.
        Invalid: no address.
    """
    address = await _address(address)
    format_ = domain.format_of(address, media_type)
    if format_ is None:
        raise NotTaken(Refusal.unknown)
    kept = await storing.keep(workspace, chunks, now=now)
    waiting = kept.model_dump() | {"format": format_.value, "charset": ""}
    return await put(workspace, Kind.file, address, waiting, now=now)


async def put(
    workspace: str, kind: Kind, address: str, waiting: Row, *, now: datetime, known: Row | None = None
) -> Received:
    """Have a kept file read as what lies at an address, unless it is what was read last.

    Args:
        waiting: see `FaqSource.waiting`; of the same hash as before it is discarded.
        known: what else is known of a new source.
    """
    id_ = domain.source_id(workspace, kind, address)
    before = await queries.row(workspace, id_)
    outcome = _outcome(before, waiting)
    if outcome != "stored":
        await storing.discard(workspace, waiting["upload"])
        seen = {"$set": {"checked_at": stamp(now)}}
        await FaqSource.get_pymongo_collection().update_one({"_id": id_, "workspace": workspace}, seen)
        return Received(id=id_, address=address, outcome=outcome)
    await _wait(workspace, kind, id_, address, waiting, now=now, known=known or {})
    if before is not None and before["waiting"] and "upload" in before["waiting"]:
        await storing.discard(workspace, before["waiting"]["upload"])
    return Received(id=id_, address=address, outcome="stored")


async def fetch(workspace: str, urls: Sequence[str], *, settings: Egress, now: datetime) -> list[Received | Invalid]:
    """Have pages fetched, and what they say read; answers for each in order, refused addresses as errors."""
    found: list[Received | Invalid] = []
    for url in urls:
        try:
            egress.glance(url, settings)
        except egress.AddressRefused as error:
            found.append(Invalid(error.detail, url=url[:ADDRESS_LIMIT_CHARACTERS]))
            continue
        address = await _address(url)
        id_ = domain.source_id(workspace, Kind.page, address)
        await _wait(workspace, Kind.page, id_, address, {"fetch": True}, now=now, known={})
        found.append(Received(id=id_, address=address, outcome="stored"))
    return found


async def reply(
    workspace: str, conversation: str, blocks: Sequence[Block], *, title: str, customer: str | None, now: datetime
) -> Received:
    """Keep what colleagues answered in a conversation; `blocks` hold nothing personal."""

    async def whole() -> AsyncIterator[bytes]:
        yield json.dumps({"title": title, "blocks": [[each.text, each.level] for each in blocks]}).encode()

    kept = await storing.keep(workspace, whole(), now=now)
    waiting = kept.model_dump() | {"format": Kind.reply.value, "charset": ""}
    return await put(workspace, Kind.reply, conversation, waiting, now=now, known={"customer": customer})


async def again(workspace: str, id_: str, *, now: datetime) -> None:
    """Try what was parked or refused once more; fetch a page anew.

    Raises:
        NotFound: no such source.
        Invalid: nothing of it is left to be read; it must be given again.
    """
    row = await queries.one(workspace, id_)
    if row["kind"] == Kind.page:
        await _wait(workspace, Kind.page, id_, row["address"], {"fetch": True}, now=now, known={})
    elif not await retry(FaqSource, workspace, [id_], now=now):
        raise Invalid("Choose the file once more.", source=id_)


async def remove(workspace: str, id_: str, *, now: datetime) -> None:
    """Forget a source with all that was read of it; entries that cite it become stale.

    Raises:
        NotFound: no such source.
    """
    await queries.one(workspace, id_)
    await removing.remove(workspace, [id_], now=now)


async def _wait(workspace: str, kind: Kind, id_: str, address: str, waiting: Row, *, now: datetime, known: Row) -> None:
    at = stamp(now)
    due = {
        "state": SourceState.pending.value, "next_dispatch_at": at, "attempts": 0, "last_error": None,
        "waiting": waiting, "owner": None, "lease_until": None, "checked_at": at, "problem": None, "detail": "",
    }  # fmt: skip
    fresh = FaqSource(
        id=id_, workspace=workspace, kind=kind.value, address=address, changed_at=at, **(due | known)
    ).model_dump(by_alias=True)
    sources = durable(FaqSource)
    change = {"$set": due, "$inc": {"revision": 1}}
    if (await sources.update_one({"_id": id_, "workspace": workspace}, change)).matched_count:
        return
    try:
        await sources.insert_one(fresh | {"_id": id_})
    except DuplicateKeyError:  # a colleague gave it at the same moment; what came last is read
        await sources.update_one({"_id": id_, "workspace": workspace}, change)


def _outcome(before: Row | None, waiting: Row) -> Outcome:
    if before is None:
        return "stored"
    if before["waiting"]:
        return "waiting" if before["waiting"].get("hash") == waiting["hash"] else "stored"
    same = before["content_hash"] == waiting["hash"] and before["problem"] is None
    return "unchanged" if same else "stored"


async def _address(written: str) -> str:
    """As it is kept: one line, nothing personal.

    Raises:
        Invalid: there is none, or it is too long.
    """
    plain = one_line("".join(each for each in written if each.isprintable()))
    if not plain or len(plain) > ADDRESS_LIMIT_CHARACTERS:
        raise Invalid(f"An address has 1 to {ADDRESS_LIMIT_CHARACTERS} characters.")
    (found,) = await redact([plain])
    return found.text
