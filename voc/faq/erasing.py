"""What goes from the FAQ when a person is erased: what they were offered, and the words that they asked in.

What others say as well stays, and what colleagues wrote: see `wordings`. Votes and words on the help page name nobody,
and cannot be told from others'.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from voc import outbox
from voc.faq import shelf, wordings
from voc.faq.live.documents import LiveOffer
from voc.faq.sources import erasing as sources
from voc.feedback.documents import Feedback
from voc.history import traces
from voc.history.surroundings import Above
from voc.queue import Task


def above(below: Above) -> Above:
    """What an erasure asks of those above, and this."""
    beneath = sources.above(below)

    async def forget(workspace: str, feedback: Sequence[str]) -> None:
        await _forget(workspace, feedback)
        await beneath.forget(workspace, feedback)

    async def recount(
        workspace: str,
        *,
        buckets: Sequence[str],
        answered: Sequence[tuple[str, datetime]],
        customers: Sequence[str],
        now: datetime,
    ) -> None:
        await traces.delete_of(LiveOffer, workspace, "customer", customers)
        for task in (Task.mine_questions, Task.measure_deflection):
            await outbox.request(workspace, task, at=now)
        await beneath.recount(workspace, buckets=buckets, answered=answered, customers=customers, now=now)

    async def held(workspace: str, customers: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
        theirs = {"workspace": {"$eq": workspace}, "customer": {"$in": list(customers)}}
        offered = await LiveOffer.get_pymongo_collection().find(theirs).to_list()
        return await beneath.held(workspace, customers) | {"offered_answers": offered}

    return replace(beneath, forget=forget, recount=recount, held=held)


async def _forget(workspace: str, feedback: Sequence[str]) -> None:
    """Remove what was offered to whoever wrote these verbatims, and their words from entries."""
    said = await traces.rows_of(Feedback, workspace, "_id", feedback, ("response",))
    responses = [row["response"] for row in said if row.get("response")]
    await traces.delete_ids(LiveOffer, workspace, sorted(set(responses)))
    await wordings.forget_words(workspace, feedback)
    await shelf.changed(workspace)
