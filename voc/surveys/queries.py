"""Reads of surveys."""

from typing import Any

from voc.errors import NotFound
from voc.surveys.documents import Survey
from voc.surveys.domain import SurveyState
from voc.surveys.schemas import SurveyOut


async def one(workspace: str, id_: str) -> SurveyOut:
    """One survey.

    Raises:
        NotFound: not in this workspace.
    """
    return _found(await Survey.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}), id_)


async def published(id_: str) -> SurveyOut:
    """A survey by its link, whoever's it is: the id is all that a respondent has.

    Raises:
        NotFound: no survey with that id was ever published.
    """
    row = await Survey.get_pymongo_collection().find_one({"_id": id_})
    return _found(row if row and row["state"] != SurveyState.draft else None, id_)


async def of_workspace(workspace: str) -> list[SurveyOut]:
    """A workspace's surveys, the oldest first."""
    rows = (
        await Survey.get_pymongo_collection().find({"workspace": workspace}).sort("created_at", 1).limit(500).to_list()
    )
    return [_found(row, row["_id"]) for row in rows]


def _found(row: dict[str, Any] | None, id_: str) -> SurveyOut:
    if row is None:
        raise NotFound("No such survey.", survey=id_)
    return SurveyOut.model_validate({name: row.get(name) for name in SurveyOut.model_fields} | {"id": row["_id"]})
