"""Reads of responses."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.outbox import State
from voc.responses.documents import Response
from voc.responses.schemas import ResponseOut
from voc.values import StoredTime, Value


class ParkedResponse(Value):
    """A response whose verbatims could not become feedback."""

    id: str
    text: str
    """The verbatims."""
    attempts: int
    last_error: str | None
    received_at: StoredTime


async def parked(workspace: str, limit: int = 10_000) -> list[ParkedResponse]:
    """Responses that failed too often and wait for a person."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await Response.get_pymongo_collection().find(condition).limit(limit).to_list()
    return [
        ParkedResponse(
            id=row["_id"],
            text=_said(row["answers"]),
            attempts=row["attempts"],
            last_error=row["last_error"],
            received_at=row["received_at"],
        )
        for row in rows
    ]


def _said(answers: dict[str, Any]) -> str:
    return " / ".join(answer for answer in answers.values() if isinstance(answer, str))


async def submission(workspace: str, submission_id: str) -> dict[str, Any] | None:
    """What is stored under a submission id."""
    found: dict[str, Any] | None = await Response.get_pymongo_collection().find_one(
        {"workspace": workspace, "submission_id": submission_id}
    )
    return found


async def tokens(workspace: str, submissions: Sequence[str]) -> set[str]:
    """The tokens of places that these submissions bear."""
    rows = await (
        Response.get_pymongo_collection()
        .find({"workspace": workspace, "submission_id": {"$in": list(submissions)}}, {"places": 1})
        .to_list()
    )
    return {token for row in rows for token in row["places"]}


async def one(workspace: str, id_: str) -> ResponseOut:
    """One response.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Response.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such response.", response=id_)
    return ResponseOut.model_validate(
        {name: row.get(name) for name in ResponseOut.model_fields} | {"id": id_, "finished": bool(row["finished"])}
    )
