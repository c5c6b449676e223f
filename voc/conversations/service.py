"""Use cases of conversations, each in a file of its own."""

from datetime import datetime

from voc.channels import outgoing
from voc.channels.domain import Purpose
from voc.channels.outgoing import Draft, Origin
from voc.conversations import queries, reminding, taking
from voc.conversations.reminding import look_after
from voc.conversations.speaking import Refusing, Unreachable, Way, chat_in, chat_seen, customer_of, read, say, ways
from voc.conversations.starting import Errand, NotSuitable, Respondent, begin, submission_of
from voc.conversations.taking import answer_now, answering, take
from voc.customers.domain import customer_id
from voc.surveys.schemas import PublishedSurvey

__all__ = [
    "Errand",
    "NotSuitable",
    "Refusing",
    "Respondent",
    "Unreachable",
    "Way",
    "answer_now",
    "answering",
    "begin",
    "chat_in",
    "chat_seen",
    "customer_of",
    "look_after",
    "read",
    "retry_parked",
    "say",
    "start",
    "submission_of",
    "take",
    "ways",
]


async def start(
    survey: PublishedSurvey, who: Respondent, errand: Errand, *, now: datetime, purpose: Purpose = Purpose.survey
) -> str | None:
    """Begin a survey and have its first question sent; see `begin`, which leaves the sending to its caller.

    Returns:
        The delivery's id; None where they are in the middle of something else.

    Raises:
        NotSuitable: the survey begins with something that a message cannot ask.
    """
    errand = errand.model_copy(
        update={"submission_id": errand.submission_id or submission_of(survey.workspace, survey.id, who.address, now)}
    )
    content = await begin(survey, who, errand, now=now)
    if content is None:
        return None
    id_ = queries.conversation_id(survey.workspace, who.channel, who.address)
    draft = Draft(
        origin=Origin(kind="conversation", id=id_, step=f"start:{errand.submission_id}"),
        channel=who.channel,
        address=who.address,
        purpose=purpose,
        language=who.language,
        customer=customer_id(survey.workspace, who.ref),
        content=content,
    )
    return (await outgoing.queue(survey.workspace, [draft], now=now))[0]


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set going again whatever failed too often, messages and conversations; returns how many there were."""
    return await taking.retry_parked(workspace, now=now) + await reminding.retry_parked(workspace, now=now)
