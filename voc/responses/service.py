"""Use cases about responses."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure, DuplicateKeyError

from voc import outbox
from voc.clock import stamp
from voc.database import durable
from voc.feedback import service as feedback
from voc.feedback.domain import SubmissionConflict, fingerprint
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.responses import queries
from voc.responses.documents import Response
from voc.responses.schemas import ResponseIn, ResponseReceived
from voc.settings import Work
from voc.surveys import queries as surveys
from voc.surveys.domain import QuestionType, SurveyClosed, SurveyState, check_answers
from voc.surveys.schemas import SurveyOut
from voc.values import new_id

log = structlog.get_logger("voc.responses")

NPS_SCALE = 10


async def receive(
    workspace: str, response: ResponseIn, *, now: datetime, channel: str = "survey", believed: bool = False
) -> ResponseReceived:
    """Store a response before anyone acknowledges it; the same one again answers the same id.

    Args:
        workspace: whose survey it answers.
        response: as it came in.
        now: the present.
        channel: where it was asked.
        believed: whether the sender may say what a customer is like. Everybody has a publishable key, so what comes
            with one must not overwrite what is known.

    Raises:
        NotFound: no such survey in this workspace.
        SurveyClosed: it takes no answers.
        Invalid: answers that do not fit their questions.
        SubmissionConflict: the submission id came before with another body.
    """
    survey = await surveys.one(workspace, response.survey)
    if survey.state != SurveyState.published:
        raise SurveyClosed("This survey takes no answers.", survey=survey.id)
    answers = check_answers(survey.questions, response.answers, finished=response.finished)
    row = _row(workspace, response, answers, now=now, channel=channel, believed=believed)
    try:
        await durable(Response).insert_one(row)
    except DuplicateKeyError:
        return await _repeated(workspace, row)
    return ResponseReceived(id=row["_id"])


async def listen(ids: Sequence[str], *, now: datetime, work: Work) -> int:
    """Make feedback of the verbatims in these responses; returns how many responses were settled.

    A response that cannot become feedback fails alone.
    """
    held = await outbox.lease(Response, ids, now=now, work=work)
    settled: list[tuple[str, dict[str, Any]]] = []
    errors: dict[str, str] = {}
    async with outbox.kept(Response, held, work=work):
        for row in held.rows:
            try:
                await _pass_on(row, now=now)
            except ConnectionFailure:
                raise  # concerns all of them; the leases end by themselves
            except Exception as error:  # whatever is wrong with one must not stop the others
                log.warning("response not passed on", response=row["_id"], error=repr(error))
                errors[row["_id"]] = repr(error)
            else:
                settled.append((row["_id"], {}))
    await outbox.fail(Response, held, errors, now=now, work=work)
    return await outbox.complete(Response, settled, owner=held.owner)


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set the workspace's parked responses going again; returns how many there were."""
    ids = [row.id for row in await queries.parked(workspace)]
    return await outbox.retry(Response, workspace, ids, now=now)


def _row(
    workspace: str, response: ResponseIn, answers: dict[str, Any], *, now: datetime, channel: str, believed: bool
) -> dict[str, Any]:
    customer = CustomerIn(id=response.customer) if isinstance(response.customer, str) else response.customer
    if customer and not believed:
        customer = CustomerIn(id=customer.id)
    return Response(
        id=new_id("rsp", now),
        workspace=workspace,
        submission_id=response.submission_id,
        fingerprint=fingerprint(response.model_dump(exclude_unset=True)),
        survey=response.survey,
        answers=answers,
        finished=response.finished,
        channel=channel,
        context=dict(response.context),
        customer=customer.model_dump() if customer else None,
        received_at=now,
        next_dispatch_at=stamp(now),
    ).model_dump(by_alias=True)


async def _pass_on(row: dict[str, Any], *, now: datetime) -> None:
    survey = await surveys.one(row["workspace"], row["survey"])
    if items := _verbatims(row, survey):
        await feedback.receive(row["workspace"], items, now=now, source=survey.id, response=row["_id"])


def _verbatims(row: dict[str, Any], survey: SurveyOut) -> list[FeedbackIn]:
    """One feedback per open answer, with the response's score beside it."""
    scores = [row["answers"].get(question.id) for question in survey.questions if question.type == QuestionType.nps]
    score = next((score for score in scores if score is not None), None)
    return [
        FeedbackIn(
            submission_id=f"{row['_id']}:{question.id}",
            text=row["answers"][question.id],
            channel=row["channel"],
            occurred_at=row["received_at"],
            rating=score,
            rating_scale=NPS_SCALE,
            customer=CustomerIn(**row["customer"]) if row["customer"] else None,
            attributes=row["context"],
        )
        for question in survey.questions
        if question.type == QuestionType.text and row["answers"].get(question.id)
    ]


async def _repeated(workspace: str, row: dict[str, Any]) -> ResponseReceived:
    first = await Response.get_pymongo_collection().find_one(
        {"workspace": workspace, "submission_id": row["submission_id"]}, {"fingerprint": 1}
    )
    if first is None or first["fingerprint"] != row["fingerprint"]:
        raise SubmissionConflict(
            "This submission_id came before with another body. Use a new id for a new response.",
            submission_id=row["submission_id"],
        )
    return ResponseReceived(id=first["_id"])
