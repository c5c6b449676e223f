"""What somebody wrote, word for word, beside what everybody may read of it.

Most verbatims hold nothing personal and are kept once. Of the others `text` has placeholders, and the verbatim itself
is sealed beside it: only who asks for it by name sees it, and the customer's history says that they did.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog

from voc import redaction, vault
from voc.customers import events
from voc.errors import NotFound
from voc.feedback.documents import Feedback

log = structlog.get_logger("voc.feedback")
Row = dict[str, Any]


async def of(workspace: str, texts: Sequence[str]) -> list[Row]:
    """The fields of records that hold these texts."""
    return [_fields(workspace, text, found) for text, found in zip(texts, await redaction.redact(texts), strict=True)]


async def reveal(workspace: str, id_: str, *, by: str, now: datetime) -> str:
    """What was written, word for word; that somebody looked is on record.

    Raises:
        NotFound: no such feedback in this workspace.
    """
    fields = {"text": 1, "verbatim": 1, "customer": 1}
    row = await Feedback.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}, fields)
    if row is None:
        raise NotFound("No such feedback.", feedback=id_)
    if not row.get("verbatim"):
        return str(row["text"])
    log.info("verbatim revealed", workspace=workspace, feedback=id_, by=by)
    if row["customer"]:
        told = {"by": by, "feedback": id_}
        await events.add(workspace, row["customer"], "verbatim_revealed", at=now, fields=told)
    return vault.unseal(workspace, row["verbatim"])


def _fields(workspace: str, text: str, found: redaction.Redacted) -> Row:
    return {
        "text": found.text,
        "verbatim": vault.seal(workspace, text) if found.spans else None,
        "hidden": [{"kind": span.kind, "start": span.start, "end": span.end} for span in found.spans],
    }
