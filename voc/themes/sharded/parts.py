"""Keep what one step hands to the next. Imports numpy: for workers, never for the web process.

Parts hold vectors, numbers and ids, no words but the terms of a wording.
"""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from pymongo.errors import BulkWriteError

from voc.database import DUPLICATE_KEY
from voc.themes.sharded.documents import ShardPart

PIECE_BYTES = 8 * 1024 * 1024
"""MongoDB takes documents of 16 MiB."""
Arrays = Mapping[str, np.ndarray]


def pack(arrays: Arrays) -> bytes:
    """Arrays to bytes, numpy's own format."""
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def unpack(content: bytes) -> Arrays:
    """Arrays, each read when it is asked for; nothing in them is executed."""
    return np.load(io.BytesIO(content), allow_pickle=False)


def names(values: list[str | None]) -> np.ndarray:
    """Strings to (n,) str; None becomes empty."""
    return np.array([value or "" for value in values], dtype=np.str_)


def or_none(values: np.ndarray) -> list[str | None]:
    """The strings of `names`."""
    return [value or None for value in values.tolist()]


async def keep(run: dict[str, Any], what: str, number: int, arrays: Arrays) -> None:
    """Keep a part of a run; one that is there already is the same.

    Inserts rather than replaces: the embedded engine cannot replace a document that holds bytes.
    """
    content = pack(arrays)
    for piece, start in enumerate(range(0, len(content), PIECE_BYTES)):
        part = ShardPart(
            id=f"{run['run']}:{what}:{number}:{piece}", workspace=run["workspace"], run=run["run"],
            content=content[start : start + PIECE_BYTES],
        )  # fmt: skip
        try:
            await ShardPart.get_pymongo_collection().insert_many([part.model_dump(by_alias=True)])
        except BulkWriteError as error:
            if any(failure["code"] != DUPLICATE_KEY for failure in error.details["writeErrors"]):
                raise


async def read(run: dict[str, Any], what: str, number: int = 0) -> Arrays:
    """A part of a run.

    Raises:
        LookupError: there is none; the run was given up meanwhile.
    """
    pieces: list[bytes] = []
    while True:
        key = {"_id": f"{run['run']}:{what}:{number}:{len(pieces)}", "workspace": run["workspace"]}
        row = await ShardPart.get_pymongo_collection().find_one(key)
        if row is None:
            break
        pieces.append(row["content"])
    if not pieces:
        raise LookupError(f"{what} {number} of {run['run']}")
    return unpack(b"".join(pieces))
