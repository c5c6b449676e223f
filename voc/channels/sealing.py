"""Messages at rest: as everybody may read them, and what was written word for word sealed beside that.

Most messages hold nothing personal and are kept once. What lists, shows and searches reads `text`, `original` and
`subject` and needs to know of nothing else; `opened` is for whoever understands and answers the message, and for its
writer.
"""

import json
from collections.abc import Sequence
from typing import Any

from voc import outbox, redaction, vault
from voc.clock import EPOCH
from voc.queue import Task

Row = dict[str, Any]
WORDS = ("text", "original", "subject")


async def kept(workspace: str, said: Row) -> Row:
    """The fields in which a message keeps its words.

    Args:
        workspace: whose message.
        said: `text`, `original` and `subject`, as they came.
    """
    shown = await _masked(said)
    left_out = {name: said[name] for name in WORDS if shown[name] != said[name]}
    return shown | {"given": vault.seal(workspace, json.dumps(left_out)) if left_out else ""}


def opened(row: Row) -> Row:
    """A stored message with its words as they were written.

    Raises:
        Unreadable: sealed with another secret.
    """
    return row | (json.loads(vault.unseal(row["workspace"], row["given"])) if row.get("given") else {})


def is_earlier(row: Row) -> bool:
    """Whether a message comes from before messages were sealed."""
    return row.get("given") is None


async def readable(rows: Sequence[Row]) -> list[Row]:
    """Stored messages as everybody may read them; earlier ones are masked here, and a task seals them for good."""
    for workspace in {row["workspace"] for row in rows if is_earlier(row)}:
        await outbox.request(workspace, Task.seal_messages, at=EPOCH)
    return [row | await _masked(row) if is_earlier(row) else row for row in rows]


async def _masked(said: Row) -> Row:
    found = await redaction.redact([said.get(name) or "" for name in WORDS])
    return {name: one.text if said.get(name) else said.get(name) for name, one in zip(WORDS, found, strict=True)}
