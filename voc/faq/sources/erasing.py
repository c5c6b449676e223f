"""What goes from the sources when a person is erased: what colleagues answered them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from voc.faq.sources import removing
from voc.faq.sources.documents import FaqSource
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

    return replace(below, recount=recount)


async def forget(workspace: str, customers: Sequence[str], *, now: datetime) -> None:
    """Remove the answers that were given to these customers."""
    theirs = {"workspace": workspace, "customer": {"$in": list(customers)}}
    rows = await FaqSource.get_pymongo_collection().find(theirs, {"_id": 1}).to_list()
    await removing.remove(workspace, [row["_id"] for row in rows], now=now)
