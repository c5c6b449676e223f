"""Verbatims of responses become feedback."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox
from voc.clock import from_stamp
from voc.customers import service as customers
from voc.feedback import queries
from voc.feedback import service as feedback
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.redaction import redacted
from voc.responses import sealing
from voc.responses.documents import Response
from voc.responses.domain import rating_of
from voc.settings import Work
from voc.surveys import queries as surveys
from voc.surveys.schemas import PublishedSurvey
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type

log = structlog.get_logger("voc.responses")
Row = dict[str, Any]


async def listen(ids: Sequence[str], *, now: datetime, work: Work) -> int:
    """Make feedback of the verbatims in these responses; returns how many responses were settled.

    A response that cannot become feedback fails alone.
    """
    held = await outbox.lease(Response, ids, now=now, work=work)
    settled: list[tuple[str, Row]] = []
    errors: dict[str, str] = {}
    async with outbox.kept(Response, held, work=work):
        for row in held.rows:
            try:
                await _pass_on(row, now=now)
            except ConnectionFailure:
                raise  # concerns all of them; the leases end by themselves
            except Exception as error:  # whatever is wrong with one must not stop the others
                why = redacted(repr(error)).text  # which may quote what was said
                log.warning("response not passed on", response=row["_id"], error=why)
                errors[row["_id"]] = why
            else:
                settled.append((row["_id"], {"listened": row["sequence"]}))
        await _announce([row for row in held.rows if row["_id"] not in errors and row["finished"]], now=now)
    await outbox.fail(Response, held, errors, now=now, work=work)
    return await outbox.complete(Response, settled, owner=held.owner)


async def _announce(rows: Sequence[Row], *, now: datetime) -> None:
    for workspace in {row["workspace"] for row in rows}:
        happened = [_happened(row) for row in rows if row["workspace"] == workspace]
        await announce(workspace, Type.response_completed, happened, now=now)


def _happened(row: Row) -> Happened:
    """That somebody finished a survey, without what they answered."""
    said = {name: row[name] for name in ("survey", "version", "channel", "language")}
    data = {"response": row["_id"], **said, "customer": row.get("customer_id")}
    return Happened(key=row["_id"], at=from_stamp(row["updated_at"]), data=data)


async def _pass_on(row: Row, *, now: datetime) -> None:
    survey = await surveys.version(row["workspace"], row["survey"], row["version"])
    await _note_customer(row)
    items = _verbatims(row, survey)
    if not items:
        return
    origin = {"source": survey.id, "response": row["_id"], "segments": row.get("segments") or []}
    received = await feedback.receive(row["workspace"], items, now=now, **origin)
    # passed on once before, when it was left unfinished: other words since then are another verbatim
    later = [
        item.model_copy(update={"submission_id": f"{item.submission_id}:{_digest(item.text)}"})
        for item, each in zip(items, received, strict=True)
        if each.status == "conflict" and each.id and await _text(row["workspace"], each.id) != redacted(item.text).text
    ]
    if later:
        await feedback.receive(row["workspace"], later, now=now, **origin)


async def _note_customer(row: Row) -> None:
    """Whoever answers is known from then on, also by a score alone."""
    if row.get("customer_id"):
        who = row["customer"]
        seen = customers.Sighting(
            id=row["customer_id"], workspace=row["workspace"], ref=who["id"], at=row["received_at"],
            attributes=who["attributes"],
        )  # fmt: skip
        await customers.note([seen], source="survey")


async def _text(workspace: str, feedback_id: str) -> str:
    return (await queries.one(workspace, feedback_id)).text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _verbatims(row: Row, survey: PublishedSurvey) -> list[FeedbackIn]:
    """One feedback per open answer, with the response's score beside it."""
    answers = sealing.opened(row)
    rating, scale = rating_of(list(survey.definition.questions), answers)
    return [
        FeedbackIn(
            submission_id=f"{row['_id']}:{question.id}",
            text=answers[question.id],
            channel=row["channel"],
            occurred_at=row["received_at"],
            rating=rating,
            rating_scale=10 if scale == 10 else 5,
            customer=CustomerIn(**row["customer"]) if row["customer"] else None,
            attributes=_attributes(row),
        )
        for question in survey.definition.questions
        # a control character alone is no word
        if question.type == "text" and answers.get(question.id, "").strip()
    ]


def _attributes(row: Row) -> Row:
    """What the verbatim should be found by: where it was asked, and the hidden fields."""
    return dict(list((row["context"] | row["hidden"]).items())[:50])
