"""Storing and reading what was summed up for the dashboard."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from voc.insights.dashboard.documents import Overview
from voc.insights.dashboard.volumes import Volumes, volumes
from voc.insights.steps import Step


async def keep(workspace: str, buckets: Sequence[Mapping[str, Any]], today: date) -> None:
    """Sum a workspace's buckets (bucket, counts) up and store the sums."""
    packed = {step.value: _pack(volumes(buckets, step, today)) for step in Step}
    fields = {"$set": packed | {"workspace": workspace}}  # the embedded engine cannot replace a document with bytes
    await Overview.get_pymongo_collection().update_one({"_id": workspace}, fields, upsert=True)


async def read(workspace: str, step: Step) -> Volumes | None:
    """The sums as of the last counting; None where nothing was said yet."""
    condition = {"_id": workspace, "workspace": workspace}
    row = await Overview.get_pymongo_collection().find_one(condition, {step.value: 1})
    packed = bytes(row.get(step.value) or b"") if row else b""
    return Volumes.model_validate_json(zlib.decompress(packed)) if packed else None


def _pack(found: Volumes | None) -> bytes:
    return zlib.compress(found.model_dump_json().encode()) if found else b""
