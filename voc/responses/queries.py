"""Reads of responses."""

from collections.abc import Sequence
from typing import Any

from voc.errors import NotFound
from voc.outbox import State
from voc.responses import sealing
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
        for row in await sealing.readable(rows)
    ]


def _said(answers: dict[str, Any]) -> str:
    return " / ".join(answer for answer in answers.values() if isinstance(answer, str))


async def submission(workspace: str, submission_id: str) -> dict[str, Any] | None:
    """What is stored under a submission id, with the answers as they were given: for the respondent alone."""
    row: dict[str, Any] | None = await Response.get_pymongo_collection().find_one(
        {"workspace": workspace, "submission_id": submission_id}
    )
    if row is None:
        return None
    earlier = sealing.is_earlier(row)
    fingerprint = sealing.print_of(workspace, row["fingerprint"]) if earlier else row["fingerprint"]
    return row | {"answers": sealing.opened(row), "fingerprint": fingerprint}


async def tokens(workspace: str, submissions: Sequence[str]) -> set[str]:
    """The tokens of places that these submissions bear."""
    rows = await (
        Response.get_pymongo_collection()
        .find({"workspace": workspace, "submission_id": {"$in": list(submissions)}}, {"places": 1})
        .to_list()
    )
    return {token for row in rows for token in row["places"]}


async def one(workspace: str, id_: str, *, as_given: bool = False) -> ResponseOut:
    """One response; `as_given` word for word, which the caller puts on record.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Response.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such response.", response=id_)
    return (await out([row], as_given=as_given))[0]


async def out(rows: Sequence[dict[str, Any]], *, as_given: bool = False) -> list[ResponseOut]:
    """Stored records as they go out; `as_given` word for word, which the caller puts on record."""
    shown = await sealing.readable(rows)
    if as_given:
        shown = [each | {"answers": sealing.opened(row)} for each, row in zip(shown, rows, strict=True)]
    return [ResponseOut.of(row) for row in shown]
