"""Reads of responses."""

from typing import Any

from voc.outbox import State
from voc.responses.documents import Response
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
