"""What goes from the sources when a person is erased: what colleagues answered them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from voc.conversations.documents import Conversation
from voc.faq.sources import removing
from voc.faq.sources.documents import FaqSource
from voc.faq.sources.domain import Kind
from voc.history.surroundings import Above


def above(below: Above) -> Above:
    """What an erasure asks of those above, and this."""

    async def recount(
        workspace: str,
        *,
        buckets: Sequence[str],
        answered: Sequence[tuple[str, datetime]],
        customers: Sequence[str],
        now: datetime,
    ) -> None:
        await forget(workspace, customers, now=now)
        await below.recount(workspace, buckets=buckets, answered=answered, customers=customers, now=now)

    async def held(workspace: str, customers: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        theirs = {"workspace": {"$eq": workspace}, "customer": {"$in": list(customers)}}
        replies = await FaqSource.get_pymongo_collection().find(theirs).to_list()
        return await below.held(workspace, customers) | {"replies": replies}

    return replace(below, recount=recount, held=held)


async def forget(workspace: str, customers: Sequence[str], *, now: datetime) -> None:
    """Remove the answers that were given to these customers.

    Also those given to somebody whom nobody knew then, and whose conversation is gone: with it went what said whose.
    """
    collection = FaqSource.get_pymongo_collection()
    theirs = {"workspace": workspace, "customer": {"$in": list(customers)}}
    gone = [row["_id"] for row in await collection.find(theirs, {"_id": 1}).to_list()]
    replies = {"workspace": workspace, "kind": Kind.reply.value}
    nameless = await collection.find(replies, {"address": 1, "customer": 1}).to_list()
    by_address = {row["address"]: row["_id"] for row in nameless if row["customer"] is None}
    some = {"_id": {"$in": list(by_address)}, "workspace": workspace}
    kept = await Conversation.get_pymongo_collection().find(some, {"_id": 1}).to_list() if by_address else []
    gone += [by_address[each] for each in set(by_address) - {row["_id"] for row in kept}]
    await removing.remove(workspace, gone, now=now)
