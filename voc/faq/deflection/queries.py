"""Reads of what was counted, judged: arrows allow for all published answers of a workspace."""

from typing import Any

from voc.clock import from_stamp
from voc.faq.deflection import judging
from voc.faq.deflection.documents import FaqDeflection
from voc.faq.deflection.domain import Followed
from voc.faq.deflection.judging import Volume
from voc.faq.deflection.schemas import Counted, Deflection, DeflectionSummary, ShareChange, VolumeOut

Row = dict[str, Any]


async def all_of(workspace: str) -> list[Deflection]:
    """Every published answer that was counted."""
    rows = await _rows(workspace)
    judged = judging.judge([_followed(row) for row in rows])
    return [_deflection(row, found) for row, found in zip(rows, judged, strict=True)]


async def one(workspace: str, entry: str) -> Deflection | None:
    """One of them; None: it is not given out, or was not counted yet."""
    return next((each for each in await all_of(workspace) if each.entry == entry), None)


async def summary(workspace: str) -> DeflectionSummary:
    """All of them together, and each."""
    rows = await _rows(workspace)
    found = judging.overall([_followed(row) for row in rows])
    both = {"before": found.before.model_dump(), "after": found.after.model_dump()}
    return DeflectionSummary(
        answers=found.answers, verdicts=found.verdicts, change=found.change, verdict=found.verdict, **both,
        items=await all_of(workspace),
    )  # fmt: skip


async def _rows(workspace: str) -> list[Row]:
    return await FaqDeflection.get_pymongo_collection().find({"workspace": workspace}).sort("_id", 1).to_list()


def _followed(row: Row) -> Followed:
    return Followed.model_validate(row["followed"])


def _deflection(row: Row, judged: judging.Judged) -> Deflection:
    counted = _followed(row)
    volume = Volume.model_validate(row["volume"]) if row["volume"] else None
    return Deflection(
        entry=row["_id"],
        since=from_stamp(row["since"]),
        until=from_stamp(row["until"]) if row.get("until") else None,
        counted_at=from_stamp(row["counted_at"]),
        before=Counted(**counted.before.model_dump()),
        after=Counted(**counted.after.model_dump()),
        asked_again=ShareChange(**judged.model_dump(exclude={"verdict"})),
        verdict=judged.verdict,
        waiting=0 if row.get("until") else counted.waiting,
        nameless=row["nameless"],
        volume=_volume(volume) if volume else None,
    )


def _volume(volume: Volume) -> VolumeOut:
    judged = judging.asked_by(volume)
    asked = ShareChange(**judged.model_dump(exclude={"verdict"}))
    return VolumeOut(**volume.model_dump(), asked=asked, verdict=judged.verdict)
