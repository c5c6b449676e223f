"""Use cases about surveys."""

from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pymongo import UpdateOne
from pymongo.errors import DuplicateKeyError

from voc.database import durable
from voc.errors import Invalid
from voc.surveys import domain, queries
from voc.surveys.definition import Definition
from voc.surveys.documents import Survey, SurveyVersion
from voc.surveys.domain import SurveyChanged, SurveyHasErrors, SurveyState, WrongState
from voc.surveys.proofreading import proofread
from voc.surveys.schemas import SurveyOut
from voc.values import new_id
from voc.web.problems import invalid

Changes = dict[str, Any]
LIMIT_BYTES = 1024 * 1024
"""The largest definition, as JSON; a document holds two of them."""


async def create(workspace: str, definition: Definition, *, now: datetime, id: str | None = None) -> SurveyOut:
    """Keep a new survey as a draft.

    Args:
        workspace: whose survey.
        definition: its content.
        now: the present.
        id: where a removed one is put back; what stands there already stays.

    Raises:
        Invalid: too large.
        NotFound: another workspace's survey has that id.
    """
    document = Survey(
        id=id or new_id("srv", now),
        workspace=workspace,
        name=definition.name,
        state=SurveyState.draft.value,
        definition=_stored(definition),
        created_at=now,
    )
    try:
        await durable(Survey).insert_one(document.model_dump(mode="python", by_alias=True))
    except DuplicateKeyError:  # put back twice
        if id is None:
            raise
    return await queries.one(workspace, document.id)


async def change(
    workspace: str, id_: str, changes: Changes, *, now: datetime, revision: int | None = None
) -> SurveyOut:
    """Change fields of the draft; respondents meet them when it is published.

    Args:
        workspace: whose survey.
        id_: the survey.
        changes: fields of a `Definition`, each as a whole.
        now: the present.
        revision: the one that the changes were made upon; None for whichever stands there, so that a later writer wins.

    Raises:
        NotFound: not in this workspace.
        Invalid: the draft would not be a survey any more.
        SurveyChanged: somebody else was faster; without a `revision`, in this very moment.
    """
    row = await queries.row(workspace, id_)
    if revision is not None and row["revision"] != revision:
        raise _changed_meanwhile(id_)
    try:
        definition = Definition.model_validate(row["definition"] | changes)
    except ValidationError as error:
        raise invalid(error) from error
    draft = _stored(definition)
    fields = {"definition": draft, "name": definition.name, "changed": draft != row["live"]}
    await _write(row, fields)
    return await queries.one(workspace, id_)


async def publish(workspace: str, id_: str, *, now: datetime, revision: int | None = None) -> SurveyOut:
    """Freeze the draft as a new version and let it take answers; publishing an unchanged one makes no version.

    Raises:
        NotFound: not in this workspace.
        SurveyHasErrors: the draft has errors; `errors` names them.
        SurveyChanged: somebody else was faster.
    """
    row = await queries.row(workspace, id_)
    if revision is not None and row["revision"] != revision:
        raise _changed_meanwhile(id_)
    problems = proofread(Definition.model_validate(row["definition"]))
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise SurveyHasErrors(
            "The survey was not published: it has errors; `errors` says which.",
            errors=[{"pointer": each.place, "message": each.message, "code": each.code} for each in errors],
        )
    fields: Changes = {"state": SurveyState.published.value}
    if row["definition"] != row["live"]:
        await _archive(row)
        fields |= {"live": row["definition"], "version": row["version"] + 1, "changed": False, "published_at": now}
    await _write(row, fields)
    return await queries.one(workspace, id_)


async def move(workspace: str, id_: str, action: str) -> SurveyOut:
    """Pause, resume or close a survey.

    Raises:
        NotFound: not in this workspace.
        WrongState: its state does not allow that.
        SurveyChanged: somebody else was faster.
    """
    row = await queries.row(workspace, id_)
    after = domain.moved(SurveyState(row["state"]), action)
    if after != row["state"]:
        await _write(row, {"state": after.value})
    return await queries.one(workspace, id_)


async def pause(workspace: str, id_: str) -> SurveyOut:
    """Ask nobody until it is resumed; see `move`."""
    return await move(workspace, id_, "pause")


async def resume(workspace: str, id_: str) -> SurveyOut:
    """Ask again; see `move`."""
    return await move(workspace, id_, "resume")


async def close(workspace: str, id_: str) -> SurveyOut:
    """Take no new answers; see `move`."""
    return await move(workspace, id_, "close")


async def duplicate(workspace: str, id_: str, *, now: datetime) -> SurveyOut:
    """A draft with the same content and a name that says so.

    Raises:
        NotFound: not in this workspace.
    """
    original = (await queries.one(workspace, id_)).definition()
    copy = original.model_copy(update={"name": f"{original.name[:115]} (2)"})
    return await create(workspace, copy, now=now)


async def remove_draft(workspace: str, id_: str) -> SurveyOut:
    """Remove a survey that was never published, and return what it was, so that it can be restored.

    Raises:
        NotFound: not in this workspace.
        WrongState: it was published; its answers name it.
        SurveyChanged: somebody else changed it meanwhile.
    """
    survey = await queries.one(workspace, id_)
    if survey.version:
        raise WrongState("A survey that was published stays; close it instead.", state=survey.state.value)
    unchanged = {"_id": id_, "workspace": workspace, "version": 0, "revision": survey.revision}
    if not (await durable(Survey).delete_one(unchanged)).deleted_count:
        raise _changed_meanwhile(id_)
    return survey


async def _write(row: Changes, fields: Changes) -> None:
    """Compare and set: `row` is what the decision was made upon."""
    unchanged = {"_id": row["_id"], "workspace": row["workspace"], "revision": row["revision"]}
    written = await durable(Survey).update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})
    if not written.matched_count:
        raise _changed_meanwhile(row["_id"])


async def _archive(row: Changes) -> None:
    """Put the version that is about to be replaced aside; safe to repeat, since a version never changes."""
    if not row["version"]:
        return
    id_ = queries.version_id(row["_id"], row["version"])
    kept = {
        "workspace": row["workspace"],
        "survey": row["_id"],
        "number": row["version"],
        "definition": row["live"],
        "published_at": row["published_at"],
    }
    await durable(SurveyVersion).bulk_write([UpdateOne({"_id": id_}, {"$setOnInsert": kept}, upsert=True)])


def _stored(definition: Definition) -> Changes:
    """Defaults included: a version must mean the same when a later release has others.

    Raises:
        Invalid: too large for its place in the database, and for a phone.
    """
    if (size := len(definition.model_dump_json())) > LIMIT_BYTES:
        raise Invalid(f"The survey takes {size:,} bytes, and may take {LIMIT_BYTES:,}. Shorten its texts or split it.")
    return definition.model_dump(mode="json", include=set(Definition.model_fields))


def _changed_meanwhile(id_: str) -> SurveyChanged:
    return SurveyChanged("Somebody changed this survey meanwhile. Read it again and repeat your change.", survey=id_)
