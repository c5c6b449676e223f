"""Files that nobody came back for: uploads that broke off, were never started, or whose import failed."""

from datetime import datetime, timedelta

from voc.imports import queries
from voc.imports.documents import Import, ImportPart
from voc.imports.states import ImportState

BROKEN_OFF_AFTER = timedelta(hours=6)
"""An upload takes no longer."""
FORGOTTEN_AFTER = timedelta(days=7)


async def sweep(workspace: str, *, now: datetime) -> None:
    """Remove uploads that broke off or were never started, and the files of imports that failed; their counts stay."""
    before = now - FORGOTTEN_AFTER
    for upload in await queries.older(workspace, [ImportState.uploaded], before=before):
        # nobody can start it any more, and what a crash leaves from here on is swept as broken off
        await _change(upload, {"state": ImportState.uploading.value})
    for failed in await queries.older(workspace, [ImportState.failed, ImportState.parked], before=before):
        if failed.parts and await _change(failed, {"file_gone": True}):
            await _remove(workspace, failed.id, kind="file")
            await _change(failed.model_copy(update={"revision": failed.revision + 1}), {"parts": 0})
    for broken in await queries.older(workspace, [ImportState.uploading], before=now - BROKEN_OFF_AFTER):
        await discard(workspace, broken.id)


async def discard(workspace: str, id_: str) -> None:
    """Forget an upload and its file."""
    await _remove(workspace, id_)
    await Import.get_pymongo_collection().delete_one({"_id": id_, "workspace": workspace})


async def _change(document: Import, fields: dict[str, object]) -> bool:
    """Unless somebody started it meanwhile."""
    unchanged = {"_id": document.id, "workspace": document.workspace, "revision": document.revision}
    change = {"$set": fields, "$inc": {"revision": 1}}
    return bool((await Import.get_pymongo_collection().update_one(unchanged, change)).matched_count)


async def _remove(workspace: str, id_: str, **also: str) -> None:
    await ImportPart.get_pymongo_collection().delete_many({"workspace": workspace, "import_id": id_} | also)
