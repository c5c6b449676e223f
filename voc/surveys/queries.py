"""Reads of surveys."""

from typing import Any

from voc.errors import NotFound
from voc.surveys.definition import Definition
from voc.surveys.documents import Survey, SurveyVersion
from voc.surveys.domain import SurveyClosed, SurveyState
from voc.surveys.schemas import PublishedSurvey, SurveyOut, VersionOut

Row = dict[str, Any]
LIMIT = 500
"""Most surveys in a list."""


async def one(workspace: str, id_: str) -> SurveyOut:
    """One survey.

    Raises:
        NotFound: not in this workspace.
    """
    return _out(await row(workspace, id_))


async def row(workspace: str, id_: str) -> Row:
    """One survey as it is stored.

    Raises:
        NotFound: not in this workspace.
    """
    found = await Survey.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise _missing(id_)
    return found


async def of_workspace(workspace: str) -> list[SurveyOut]:
    """A workspace's surveys, the oldest first."""
    found = Survey.get_pymongo_collection().find({"workspace": workspace}, {"live": 0}).sort("created_at", 1)
    return [_out(row) for row in await found.limit(LIMIT).to_list()]


async def live_of_workspace(workspace: str) -> list[PublishedSurvey]:
    """The versions that are asking now."""
    condition = {"workspace": workspace, "state": SurveyState.published.value}
    found = Survey.get_pymongo_collection().find(condition, {"definition": 0}).sort("created_at", 1)
    return [_published(row) for row in await found.limit(LIMIT).to_list()]


async def published(id_: str) -> PublishedSurvey:
    """A survey by its link, whoever's it is: the id is all that a respondent has.

    Raises:
        NotFound: no survey with that id was ever published.
    """
    found = await Survey.get_pymongo_collection().find_one({"_id": id_})
    if found is None or not found["version"]:
        raise _missing(id_)
    return _published(found)


async def version(workspace: str, id_: str, number: int | None = None) -> PublishedSurvey:
    """A published version by its number, by default the latest.

    Whom it takes is always the latest version's business: nobody gets round a closing date, a limit or a quota by
    answering a version that had none.

    Raises:
        NotFound: not in this workspace, or no such version.
        SurveyClosed: never published.
    """
    found = await row(workspace, id_)
    if number is None or number == found["version"]:
        if not found["version"]:
            raise SurveyClosed("This survey was never published.", survey=id_)
        return _published(found)
    old = await SurveyVersion.get_pymongo_collection().find_one({"_id": version_id(id_, number)})
    if old is None or old["workspace"] != workspace:
        raise NotFound(f"This survey has no version {number}.", survey=id_, version=number)
    frozen = old["definition"] | {"schedule": found["live"]["schedule"]}
    return _published(found | {"live": frozen, "version": number})


async def versions(workspace: str, id_: str) -> list[VersionOut]:
    """A survey's published versions, the latest first.

    Raises:
        NotFound: not in this workspace.
    """
    found = await row(workspace, id_)
    old = await (
        SurveyVersion.get_pymongo_collection()
        .find({"workspace": workspace, "survey": id_})
        .sort("number", -1)
        .limit(LIMIT)
        .to_list()
    )
    rows = [each for each in old if each["number"] < found["version"]]
    if found["version"]:
        now = {"number": found["version"], "published_at": found["published_at"], "definition": found["live"]}
        rows.insert(0, now)
    return [VersionOut.model_validate({name: each[name] for name in VersionOut.model_fields}) for each in rows]


def version_id(survey: str, number: int) -> str:
    """The id of a replaced version."""
    return f"{survey}@{number}"


def _out(found: Row) -> SurveyOut:
    kept = {name: found.get(name) for name in SurveyOut.model_fields if name not in Definition.model_fields}
    return SurveyOut.model_validate(
        found["definition"] | kept | {"id": found["_id"], "changed": bool(found["changed"])}
    )


def _published(found: Row) -> PublishedSurvey:
    return PublishedSurvey(
        id=found["_id"],
        workspace=found["workspace"],
        state=SurveyState(found["state"]),
        version=found["version"],
        definition=Definition.model_validate(found["live"]),
    )


def _missing(id_: str) -> NotFound:
    return NotFound("No such survey.", survey=id_)
