"""A few fields of many rows are the same through `pick` as through `find`, on any engine."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.asynchronous.database import AsyncDatabase

from voc.backlog.documents import BacklogItem
from voc.feedback.documents import Feedback
from voc.picking import pick
from voc.themes.documents import Theme

FIELDS = ("name", "keywords", "size", "week", "named_by", "created_at", "state")
_TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])) | st.sampled_from(
    ["[1]", '["x"]', '{"a": 1}', "null", "true", "12", "2026-01-01T00:00:00+00:00", '"quoted"']
)
_COUNT = st.integers(0, 2**40)
_WEEK = st.none() | st.fixed_dictionaries({"people": _COUNT, "p": st.floats(0, 1), "sure": st.booleans()})
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"name": _TEXT, "keywords": st.lists(_TEXT), "size": _COUNT, "week": _WEEK, "named_by": st.none()},
        optional={"created_at": st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))},
    ),
    max_size=4,
)


@settings(max_examples=20, deadline=None)
@given(rows=_ROWS)
async def test_fields_are_what_find_reads(database: AsyncDatabase[Any], rows: list[dict[str, Any]]) -> None:
    workspace = f"ws_{uuid4().hex}"
    themes = Theme.get_pymongo_collection()
    extra = {"workspace": workspace, "state": "active", "centroid": b"\0\1" * 8}
    for number, row in enumerate(rows):
        await themes.insert_one(row | extra | {"_id": f"{workspace}-{number}"})
    condition = {"workspace": workspace, "state": "active"}
    picked = await pick(Theme, condition, FIELDS)
    found = await themes.find(condition, dict.fromkeys(FIELDS, 1)).to_list()
    assert sorted(picked, key=_by_id) == sorted(found, key=_by_id)
    await themes.delete_many({"workspace": workspace})


@pytest.mark.parametrize("active", [True, False])
async def test_truth_values_are_true_and_false(database: AsyncDatabase[Any], active: bool) -> None:
    workspace = f"ws_{uuid4().hex}"
    collection = BacklogItem.get_pymongo_collection()
    for id_ in ("inserted", "changed"):
        await collection.insert_one({"_id": f"{workspace}-{id_}", "workspace": workspace, "active": active, "rank": 1})
    await collection.update_one({"_id": f"{workspace}-changed"}, {"$set": {"active": active}})
    rows = await pick(BacklogItem, {"workspace": workspace, "active": active}, ["active", "rank"])
    assert [(row["active"] is active, row["rank"]) for row in rows] == [(True, 1), (True, 1)]
    assert await pick(BacklogItem, {"workspace": workspace, "active": not active}, ["rank"]) == []


async def test_rows_of_others_are_left_out(database: AsyncDatabase[Any]) -> None:
    mine, theirs = f"ws_{uuid4().hex}", f"ws_{uuid4().hex}"
    for workspace in (mine, theirs):
        row = {"_id": f"fb_{workspace}", "workspace": workspace, "submission_id": workspace, "text": "x"}
        await Feedback.get_pymongo_collection().insert_one(row)
    assert await pick(Feedback, {"workspace": mine}, ["text"]) == [{"_id": f"fb_{mine}", "text": "x"}]


async def test_a_part_of_a_field_is_refused(database: AsyncDatabase[Any]) -> None:
    with pytest.raises(ValueError, match=r"week\.people"):
        await pick(Theme, {"workspace": "ws_x"}, ["week.people"])


def _by_id(row: dict[str, Any]) -> str:
    return str(row["_id"])
