"""What a person leaves behind, and how each sort of it is removed."""

from collections.abc import Sequence
from typing import Any

from beanie import Document

from voc import vault
from voc.database import flush
from voc.feedback.documents import Feedback
from voc.history.surroundings import Forget
from voc.invitations.documents import Invitation
from voc.outbox import State
from voc.responses import uploads
from voc.responses.documents import Response, Upload

Row = dict[str, Any]
AT_ONCE = 500
NOT_SENT_YET = ("prepared", "queued")


async def rows_of(
    model: type[Document], workspace: str, field: str, values: Sequence[str], wanted: Sequence[str] = ()
) -> list[Row]:
    """The `wanted` fields of rows that bear one of these values."""
    condition = {"workspace": workspace, field: {"$in": list(values)}}
    return await model.get_pymongo_collection().find(condition, dict.fromkeys(("_id", *wanted), 1)).to_list()


async def delete_of(model: type[Document], workspace: str, field: str, values: Sequence[str]) -> int:
    """Remove rows that bear one of these values; says how many there were."""
    rows = await rows_of(model, workspace, field, values, ())
    return await delete_ids(model, workspace, [row["_id"] for row in rows])


async def delete_ids(model: type[Document], workspace: str, ids: Sequence[str]) -> int:
    """Rows by id, on disk before it returns; says how many there were."""
    count = 0
    for start in range(0, len(ids), AT_ONCE):
        condition = {"_id": {"$in": list(ids[start : start + AT_ONCE])}, "workspace": workspace}
        count += (await model.get_pymongo_collection().delete_many(condition)).deleted_count
    await flush(model)
    return count


async def delete_feedback(workspace: str, members: Sequence[str], forget: Forget) -> int:
    """Verbatims, what was made of them first: without them nobody would find it again."""
    ids = [row["_id"] for row in await rows_of(Feedback, workspace, "customer", members, ())]
    for start in range(0, len(ids), AT_ONCE):
        await forget(workspace, ids[start : start + AT_ONCE])
    return await delete_ids(Feedback, workspace, ids)


async def files_of(workspace: str, members: Sequence[str]) -> list[str]:
    """Ids of the files that their answers name."""
    return await named_in(workspace, await rows_of(Response, workspace, "customer_id", members, ("answers", "survey")))


async def named_in(workspace: str, rows: Sequence[Row]) -> list[str]:
    """Ids of the files that these responses name."""
    named = {
        each
        for row in rows
        for answer in row["answers"].values()
        if isinstance(answer, list)
        for each in answer
        if isinstance(each, str) and each.startswith("fil_")
    }
    mine = {"_id": {"$in": sorted(named)}, "workspace": workspace, "survey": {"$in": [row["survey"] for row in rows]}}
    return [row["_id"] for row in await Upload.get_pymongo_collection().find(mine, {"_id": 1}).to_list()]


async def delete_files(workspace: str, members: Sequence[str]) -> int:
    """Files that their answers name."""
    return await delete_uploads(await files_of(workspace, members))


async def delete_uploads(ids: Sequence[str]) -> int:
    """Files by id; says how many there were."""
    for id_ in ids:
        await Upload.get_pymongo_collection().update_one({"_id": id_}, {"$set": {"claimed": False}})
        await uploads.remove(id_)
    return len(ids)


async def blank_invitations(workspace: str, members: Sequence[str]) -> int:
    """Take the person out of their invitations: campaigns still count them, and none is sent any more."""
    rows = await rows_of(Invitation, workspace, "customer", members, ("stage",))
    for row in rows:
        nobody: Row = {"customer": "", "ref": "", "fields": {}, "plan": None, "state": State.done.value}
        nobody |= {"token_hash": vault.blind(workspace, "erased", row["_id"]), "owner": None, "lease_until": None}
        change: Row = {"$set": nobody, "$inc": {"revision": 1}}
        if row["stage"] in NOT_SENT_YET:
            change["$set"] |= {"stage": "withheld", "reason": "erased", "uncounted": True}
            change["$inc"]["changes"] = 1
        await Invitation.get_pymongo_collection().update_one({"_id": row["_id"]}, change)
    return len(rows)
