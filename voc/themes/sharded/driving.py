"""The reducer: what is done between the steps of the shards."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import inference
from voc.clock import stamp
from voc.outbox import State
from voc.settings import Naming
from voc.themes import mentions, polishing, storing, tree
from voc.themes import queries as themes
from voc.themes.documents import Theme
from voc.themes.domain import Progress
from voc.themes.fates import Changes, changes
from voc.themes.sharded import coding, parts, planning, queries
from voc.themes.sharded.documents import Shard, ShardedRun
from voc.themes.sharded.domain import ShardFailed, Step
from voc.themes.sharded.shards import sample
from voc.values import new_id

Row = dict[str, Any]


async def advance(
    workspace: str,
    progress: Progress,
    *,
    now: datetime,
    at_once: int,
    check: Callable[[], Awaitable[None]],
    naming: Naming,
) -> Changes | None:
    """Do what is due of a workspace's run, or begin one; None: its shards are at work.

    Args:
        workspace: whose.
        progress: the workspace's.
        now: the present.
        at_once: `Work.themes_at_once`.
        check: raises when what was found must not be written; see `discovery`.
        naming: a language model that words the names.

    Raises:
        ShardFailed: a shard failed too often; nothing is left of the run.
    """
    run = await queries.under_way(workspace)
    if run is None or run["step"] == Step.planning:
        await planning.begin(workspace, progress, at_once=at_once, now=now)
        return None
    await _send_out(run, now)
    shards = await queries.shards(run)
    if failed := [row for row in shards if row["state"] == State.parked]:
        await planning.give_up(workspace)
        raise ShardFailed(f"Shard {failed[0]['number']}: {failed[0]['last_error']}", workspace=workspace)
    if any(row["state"] == State.pending for row in shards):
        return None
    if run["step"] == Step.placing:
        await check()
        return await _finish(run, now)
    await _reduce(run, now, check, naming)
    return None


async def goes_on(workspace: str, progress: Progress) -> bool:
    """Whether a run is under way; one that fits no longer is given up."""
    run = await queries.under_way(workspace)
    if run is not None and not _is_current(run, progress):
        await planning.give_up(workspace)
        return False
    return run is not None


def _is_current(run: Row, progress: Progress) -> bool:
    return (run["model"], run["edits"]) == (progress.model, progress.edits)


async def _send_out(run: Row, now: datetime) -> None:
    """Have the shards take the step that the run is at; those that have are left alone."""
    due = {"step": run["step"], "state": State.pending.value, "next_dispatch_at": stamp(now), "attempts": 0}
    behind = [row["_id"] for row in await queries.shards(run) if row["step"] != run["step"]]
    writes = [UpdateOne({"_id": id_}, {"$set": due, "$inc": {"revision": 1}}) for id_ in behind]
    if writes:
        await Shard.get_pymongo_collection().bulk_write(writes, ordered=False)


async def _reduce(run: Row, now: datetime, check: Callable[[], Awaitable[None]], naming: Naming) -> None:
    """Cut, describe, name and write the themes, and send the shards out to place their texts.

    Cut off, it is done again with the same result: the ids of new themes are written down first.
    """
    workspace, plans = run["workspace"], coding.plans(await parts.read(run, "plans"))
    told = [coding.told(await parts.read(run, "told", number), len(plans)) for number in range(run["shards"])]
    reducer = await asyncio.to_thread(inference.sharded().Reducer, plans, told)
    rows, one_of_each = await _sampled(run, reducer.wanted)
    found = await asyncio.to_thread(reducer.reduced, one_of_each, run["held"], run["lasting"])
    known = {row["_id"]: row for row in await themes.active_rows(workspace) if row["_id"] in run["known"]}
    wordings = await polishing.worded(found.themes, rows, known, naming)
    await check()
    ids = dict(run["ids"]) or {theme.key: _id(theme.key, known, now) for theme in found.themes}
    await _note(run, {"ids": [list(pair) for pair in ids.items()]})
    await storing.write_themes(workspace, found.themes, ids, rows, known, run["model"], now, wordings)
    await tree.settle(workspace, found, ids, rows, known, now)
    await parts.keep(run, "found", 0, coding.of_found(found, ids))
    await _note(run, {"step": Step.placing.value})
    await _send_out(run | {"step": Step.placing.value}, now)


async def _sampled(run: Row, wanted: Sequence[tuple[int, int]]) -> tuple[list[Row], Any]:
    """The texts that the reducer wants, as feedback and as the reducer takes them."""
    texts = [await parts.read(run, "texts", number) for number in range(run["shards"])]
    ids, languages, kinds = (
        [own[shard][place] for shard, place in wanted]
        for own in ([each[name].tolist() for each in texts] for name in ("ids", "languages", "kinds"))
    )
    rows, vectors = await sample(run, ids)
    return rows, inference.sharded().Sample([row["text"] for row in rows], languages, kinds, vectors)


async def _finish(run: Row, now: datetime) -> Changes:
    """Count what the shards moved, and let the run go."""
    workspace = run["workspace"]
    before: list[str | None] = []
    after: list[str | None] = []
    for number in range(run["shards"]):
        flows = await parts.read(run, "flows", number)
        for was, now_in, texts in zip(
            parts.or_none(flows["before"]), parts.or_none(flows["after"]), flows["texts"].tolist(), strict=True
        ):
            before += [was] * texts
            after += [now_in] * texts
    await _count(run, Counter(after), now)
    await mentions.settle(workspace, run["model"])
    found = changes(before, after)
    # a crash after this leaves the texts uncounted as seen: themes are then looked for once more than needed
    await ShardedRun.get_pymongo_collection().delete_one({"_id": workspace, "run": run["run"]})
    await storing.remember(workspace, found, run["texts"], (run["analysed_since"], run["edits"]), now)
    await planning.give_up(workspace)
    return found


async def _count(run: Row, sizes: Counter[str | None], now: datetime) -> None:
    """Give the themes their sizes, and take those out of use that were not found, or that no text is in."""
    found = [id_ for _, id_ in run["ids"]]
    writes = [UpdateOne({"_id": id_, "workspace": run["workspace"]}, {"$set": {"size": sizes[id_]}}) for id_ in found]
    if writes:
        await Theme.get_pymongo_collection().bulk_write(writes, ordered=False)
    empty = {*run["known"], *found} - set(sizes)
    rows = [row for row in await themes.active_rows(run["workspace"]) if row["_id"] in empty]
    await storing.retire(run["workspace"], [row for row in rows if not any(map(row.get, planning.NAMED))], now)


def _id(key: str, known: dict[str, Row], now: datetime) -> str:
    return key if key in known else new_id("th", now)


async def _note(run: Row, fields: Row) -> None:
    mine = {"_id": run["workspace"], "run": run["run"]}
    await ShardedRun.get_pymongo_collection().update_one(mine, {"$set": fields})
