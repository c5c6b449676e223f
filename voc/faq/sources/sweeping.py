"""What a crash or a race left behind, found again every night: passages that no source holds, answers without them."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from voc.faq import queries as entries
from voc.faq.sources import queries, removing, staleness
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText
from voc.faq.sources.domain import SourceState

Row = dict[str, Any]


async def sweep(workspace: str, *, now: datetime) -> None:
    """Remove passages and texts that nothing holds, and give out no more what cites a passage that is gone.

    Sources that are being read stay as they are: their new passages are stored before their record names them.
    """
    mine = {"workspace": workspace}
    passages: dict[str, list[str]] = defaultdict(list)
    for row in await FaqPassage.get_pymongo_collection().find(mine, {"source": 1}).to_list():
        passages[row["source"]].append(row["_id"])
    texts = await FaqSourceText.get_pymongo_collection().find(mine, {"source": 1}).to_list()
    # after what they hold: whatever is stored from here on belongs to somebody who is at work
    sources = {row["_id"]: row for row in await FaqSource.get_pymongo_collection().find(mine).to_list()}
    gone = []
    for source, ids in passages.items():
        held = await _held(workspace, sources.get(source), ids)
        gone += [each for each in ids if each not in held]
    await removing.forget_passages(workspace, gone, now=now)
    for row in texts:
        if row["source"] not in sources:
            await FaqSourceText.get_pymongo_collection().delete_one({"_id": row["_id"], "workspace": workspace})
    await _lost(workspace, now=now)


async def _held(workspace: str, source: Row | None, ids: list[str]) -> set[str]:
    """Those of the passages that a source holds or may be about to."""
    if source is None:
        return set()
    text = await queries.text(workspace, source) if source["state"] != SourceState.pending.value else None
    return {place["passage"] for place in text["places"]} if text else set(ids)


async def _lost(workspace: str, *, now: datetime) -> None:
    """Take back answers that were published while their passages went."""
    cited = {passage for row in await entries.listed(workspace) for passage in row["passages"]}
    if lost := cited - set(await queries.cited(workspace, cited)):
        await staleness.mark(workspace, sorted(lost), now=now)
