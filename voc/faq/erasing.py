"""What goes from the FAQ when a person is erased: what they were offered, and the words that they asked in.

An entry that no colleague worked on is made of customers' words, so one that stands on theirs goes; the next grouping
makes it again from everybody else's. Of the others their wordings go, and what colleagues wrote stays. Votes and words
on the help page name nobody, and cannot be told from others'.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from voc import outbox
from voc.faq.documents import FaqEntry, FaqVersion
from voc.faq.domain import ChangedMeanwhile
from voc.faq.live.documents import LiveOffer
from voc.faq.sources import erasing as sources
from voc.feedback.documents import Feedback
from voc.history import traces
from voc.history.surroundings import Above
from voc.queue import Task
from voc.values import one_line

Row = dict[str, Any]
_READ = dict.fromkeys(("members", "content", "given_out", "touched", "revision"), 1)
TRIES = 5
"""For colleagues who change the same entry at that moment."""


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

    return replace(beneath, forget=forget, recount=recount)


async def _forget(workspace: str, feedback: Sequence[str]) -> None:
    """Remove what was offered to whoever wrote these verbatims, and entries or wordings made of them."""
    said = await traces.rows_of(Feedback, workspace, "_id", feedback, ("text", "response"))
    responses = [row["response"] for row in said if row.get("response")]
    await traces.delete_ids(LiveOffer, workspace, sorted(set(responses)))
    gone, texts = set(feedback), [one_line(row["text"]).casefold() for row in said]
    for row in await FaqEntry.get_pymongo_collection().find({"workspace": workspace}, _READ).to_list():
        if not (gone & set(row["members"]) or any(_is_said(each, texts) for each in _contents(row))):
            continue
        if row["touched"]:
            await _strip(workspace, row, gone, texts)
        else:
            await _remove(workspace, row["_id"])


async def _remove(workspace: str, id_: str) -> None:
    await traces.delete_of(FaqVersion, workspace, "entry", [id_])
    await traces.delete_ids(FaqEntry, workspace, [id_])


async def _strip(workspace: str, row: Row | None, gone: set[str], texts: Sequence[str]) -> None:
    """Take the person's wordings out of an entry that colleagues worked on, and of its versions.

    Raises:
        ChangedMeanwhile: colleagues are at it all the time; whoever erases the person again carries on.
    """
    entries, id_ = FaqEntry.get_pymongo_collection(), row["_id"] if row else ""
    for _ in range(TRIES):
        if row is None:
            return
        fields: Row = {"members": [each for each in row["members"] if each not in gone]}
        fields |= {name: _without(row[name], texts) for name in ("content", "given_out") if row.get(name)}
        unchanged = {"_id": id_, "workspace": workspace, "revision": row["revision"]}
        if (await entries.update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})).matched_count:
            return await _strip_versions(workspace, id_, texts)
        row = await entries.find_one({"_id": id_, "workspace": workspace}, _READ)
    raise ChangedMeanwhile("Colleagues are changing an entry at this moment. Try again.", faq=id_)


async def _strip_versions(workspace: str, id_: str, texts: Sequence[str]) -> None:
    versions = FaqVersion.get_pymongo_collection()
    for version in await traces.rows_of(FaqVersion, workspace, "entry", [id_], ("content",)):
        content = _without(version["content"], texts)
        await versions.update_one({"_id": version["_id"], "workspace": workspace}, {"$set": {"content": content}})


def _contents(row: Row) -> list[Row]:
    return [each for each in (row["content"], row.get("given_out")) if each]


def _without(content: Row, texts: Sequence[str]) -> Row:
    return content | {"aliases": [alias for alias in content["aliases"] if not _within(alias, texts)]}


def _is_said(content: Row, texts: Sequence[str]) -> bool:
    return any(_within(each, texts) for each in (content["question"], *content["aliases"]))


def _within(wording: str, texts: Sequence[str]) -> bool:
    """Whether somebody wrote it: wordings are parts of verbatims, which are without case here."""
    bare = wording.casefold().rstrip("?!. ")
    return bool(bare) and any(bare in text for text in texts)
