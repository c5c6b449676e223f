"""The use case of answering: a response is on disk before anyone acknowledges it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.asks.domain import OverQuota
from voc.clock import stamp
from voc.customers import contacts
from voc.customers.domain import customer_id
from voc.database import durable
from voc.errors import Invalid, Unavailable
from voc.feedback import senders
from voc.feedback.domain import SubmissionConflict, fingerprint
from voc.feedback.schemas import CustomerIn
from voc.responses import places, queries, sealing, uploads
from voc.responses.documents import Response
from voc.responses.domain import ABANDONED, Repeat, is_told_all, repeat
from voc.responses.schemas import ResponseIn, ResponseReceived
from voc.responses.segmenting import segments_of
from voc.surveys import queries as surveys
from voc.surveys.answers import check_answers
from voc.surveys.domain import SurveyClosed, refusal
from voc.surveys.schemas import PublishedSurvey
from voc.values import new_id

Row = dict[str, Any]
ATTEMPTS = 20
"""Most races lost in a row before we believe that something else is wrong."""


async def receive(
    workspace: str, response: ResponseIn, *, now: datetime, channel: str = "survey", believed: bool = False
) -> ResponseReceived:
    """Store a response; the same one again answers the same id, and an unfinished one is continued.

    Args:
        workspace: whose survey it answers.
        response: as it came in.
        now: the present.
        channel: where it was asked.
        believed: whether the sender may say what a customer is like. Everybody has a publishable key, so what comes
            with one must not overwrite what is known.

    Raises:
        NotFound: no such survey, or no such version of it, in this workspace.
        SurveyClosed: it takes no new answers; what was begun may be finished.
        OverQuota: enough people have answered.
        Invalid: answers that do not fit their questions.
        SubmissionConflict: the submission id came before with another body.
    """
    sent = sealing.print_of(workspace, fingerprint(response.model_dump(exclude_unset=True)))
    for _ in range(ATTEMPTS):
        stored = await queries.submission(workspace, response.submission_id)
        if stored is not None and (answered := _known(stored, response, sent)):
            return answered
        survey = await surveys.version(workspace, response.survey, stored["version"] if stored else response.version)
        said = _said(survey, response, believed=believed, sent=sent, now=now)
        await _check_files(survey, said["answers"])
        said |= await _named(workspace, said["customer"])
        said["segments"] = await segments_of(workspace, said)
        try:
            id_ = await _save(stored, survey, response, said, channel=channel, now=now)
        except OverQuota:
            if not await _was_overtaken(workspace, response, stored):
                raise
        else:
            if id_ is not None:
                return ResponseReceived(id=id_)
    raise Unavailable("This response is being saved from several places. Send it again.", retry_after_seconds=1)


async def _was_overtaken(workspace: str, response: ResponseIn, stored: Row | None) -> bool:
    """Whether the same submission, sent twice at once, has just taken the last place itself."""
    latest = await queries.submission(workspace, response.submission_id)
    return latest is not None and (stored is None or latest["revision"] != stored["revision"])


async def _save(
    stored: Row | None, survey: PublishedSurvey, response: ResponseIn, said: Row, *, channel: str, now: datetime
) -> str | None:
    """Begin or continue; returns the response's id, None if another save was faster."""
    if stored is None:
        return await _begin(survey, response, said, channel=channel, now=now)
    return str(stored["_id"]) if await _continue(stored, survey, response, said, now=now) else None


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set the workspace's parked responses going again; returns how many there were."""
    ids = [row.id for row in await queries.parked(workspace)]
    return await outbox.retry(Response, workspace, ids, now=now)


def _known(stored: Row, response: ResponseIn, sent: str) -> ResponseReceived | None:
    """The answer to a submission that changes nothing; None where it continues the stored one."""
    wish = repeat(stored, fingerprint=sent, sequence=response.sequence, finished=response.finished)
    if wish == Repeat.conflict or stored["survey"] != response.survey:
        raise SubmissionConflict(
            "This submission_id came before with another body. Use a new id for a new response.",
            submission_id=response.submission_id,
        )
    return ResponseReceived(id=stored["_id"]) if wish == Repeat.same else None


def _said(survey: PublishedSurvey, response: ResponseIn, *, believed: bool, sent: str, now: datetime) -> Row:
    """The fields that each save replaces, checked.

    Raises:
        Invalid: answers that do not fit their questions.
    """
    customer, definition = response.customer_in(), survey.definition
    # the way through was chosen by what the page knew, whether or not we believe it
    whole = response.finished and is_told_all(definition, knows_customer=customer is not None)
    answers = check_answers(definition, response.answers, finished=whole, facts=response.facts())
    if customer and not believed:
        customer = CustomerIn(id=customer.id)
    return {
        "fingerprint": sent,
        "answers": answers,
        "finished": response.finished,
        "sequence": response.sequence,
        "seen": response.seen,
        "seconds": response.seconds,
        "hidden": contacts.masked(response.hidden),
        "language": response.language,
        "context": contacts.masked(response.context),
        "customer": customer.model_dump() if customer else None,
        "visitor": response.visitor,
        "ask": response.ask,
        "updated_at": stamp(now),
        "uncounted": True,
        "state": outbox.State.pending.value,
        "next_dispatch_at": stamp(now if response.finished else now + ABANDONED),
        "attempts": 0,
    }


async def _named(workspace: str, customer: Row | None) -> Row:
    """The customer as a record may name them: an id that is a contact means whose contact it is, and is not kept."""
    if customer is None:
        return {"customer": None, "customer_id": None}
    sender = senders.sender_of(workspace, CustomerIn(**customer))
    ref = (await senders.known(workspace, [sender])).get(sender.ref, sender.ref)
    return {"customer": {"id": ref, "attributes": sender.attributes}, "customer_id": customer_id(workspace, ref)}


async def _check_files(survey: PublishedSurvey, answers: Row) -> None:
    """Refuse answers that name files which nobody sent for them.

    Raises:
        Invalid: there is no such file.
    """
    asked = {each.id for each in survey.definition.questions if each.type == "file"}
    files = {id_: answer for id_, answer in answers.items() if id_ in asked}
    if lost := await uploads.claim(survey.workspace, survey.id, files):
        raise Invalid(
            "Some files did not arrive; `errors` says which.",
            errors=[
                {"pointer": f"/answers/{id_}", "message": "names a file that was not sent"} for id_ in sorted(lost)
            ],
        )


async def _begin(
    survey: PublishedSurvey, response: ResponseIn, said: Row, *, channel: str, now: datetime
) -> str | None:
    """Store the first save; None if another one of the same submission was faster."""
    if reason := refusal(survey.state, survey.definition.schedule, at=now):
        raise SurveyClosed(reason, survey=survey.id)
    held = await places.hold(survey, response, said["answers"], begins=True, now=now)
    row = Response(
        id=new_id("rsp", now),
        workspace=survey.workspace,
        submission_id=response.submission_id,
        survey=survey.id,
        version=survey.version,
        channel=channel,
        places=list(held),
        received_at=now,
        **said | await sealing.kept(survey.workspace, survey.definition, said["answers"]),
    ).model_dump(by_alias=True)
    try:
        await durable(Response).insert_one(row)
    except DuplicateKeyError:
        await places.release(survey, held, now=now)
        return None
    await places.count(survey, held, now=now)
    return str(row["_id"])


async def _continue(stored: Row, survey: PublishedSurvey, response: ResponseIn, said: Row, *, now: datetime) -> bool:
    """Store a later save over an earlier one; False if another one was faster."""
    held: Sequence[str] = ()
    if said["finished"]:
        held = await places.hold(survey, response, said["answers"], begins=False, now=now)
    unchanged = {"_id": stored["_id"], "revision": stored["revision"]}
    # whoever holds it to pass on what was said before finds its lease gone
    fields = said | await sealing.kept(survey.workspace, survey.definition, said["answers"])
    fields |= {"owner": None, "lease_until": None, "places": [*stored["places"], *held]}
    written = await durable(Response).update_one(unchanged, {"$set": fields, "$inc": {"revision": 1}})
    if not written.matched_count:
        await places.release(survey, held, now=now)
        return False
    await places.count(survey, held, now=now)
    return True
