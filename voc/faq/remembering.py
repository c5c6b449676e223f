"""Vectors of questions, kept from night to night: only what is new, or was read by another model, is embedded."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from pymongo.errors import BulkWriteError

from voc import inference
from voc.database import DUPLICATE_KEY
from voc.faq.documents import FaqVector

Row = dict[str, Any]
AT_ONCE = 256
"""Texts that the model is given together, and rows that are stored together."""


class Worded(NamedTuple):
    """A question to be compared."""

    of: str
    """The feedback that asks it, or the entry that a person wrote."""
    text: str
    language: str


async def vectors(workspace: str, questions: Sequence[Worded]) -> np.ndarray:
    """(n, width) float32, near unit rows, by the present model; what no question needs any more is forgotten."""
    model = await asyncio.to_thread(inference.version)
    ids = [_id(workspace, model, each) for each in questions]
    stored = await FaqVector.get_pymongo_collection().find({"workspace": workspace}).to_list()
    known = {row["_id"]: bytes(row["embedding"]) for row in stored}
    await _forget(workspace, [id_ for id_ in known if id_ not in set(ids)])
    missing = {id_: each for id_, each in zip(ids, questions, strict=True) if id_ not in known}
    fresh = list(missing.items())
    for start in range(0, len(fresh), AT_ONCE):
        known |= await _embed(workspace, model, fresh[start : start + AT_ONCE])
    rows = [np.frombuffer(known[id_], "<f2").astype(np.float32) for id_ in ids]
    return np.stack(rows) if rows else np.empty((0, 0), np.float32)


async def _embed(workspace: str, model: str, some: Sequence[tuple[str, Worded]]) -> dict[str, bytes]:
    texts, languages = [each.text for _, each in some], [each.language for _, each in some]
    found = await asyncio.to_thread(inference.embedded, texts, languages)
    packed = {id_: vector.astype("<f2").tobytes() for (id_, _), vector in zip(some, found, strict=True)}
    rows = [
        FaqVector(id=id_, workspace=workspace, of=each.of, model=model, embedding=packed[id_]).model_dump(by_alias=True)
        for id_, each in some
    ]
    try:
        await FaqVector.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:  # stored by a night that lost its lease; they are the same
        if any(failure["code"] != DUPLICATE_KEY for failure in error.details["writeErrors"]):
            raise
    return packed


async def _forget(workspace: str, gone: Sequence[str]) -> None:
    for start in range(0, len(gone), AT_ONCE):
        some = {"_id": {"$in": list(gone[start : start + AT_ONCE])}, "workspace": workspace}
        await FaqVector.get_pymongo_collection().delete_many(some)


def _id(workspace: str, model: str, each: Worded) -> str:
    whole = "\0".join((workspace, model, each.of, each.language, each.text))
    return "faqe_" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:26]
