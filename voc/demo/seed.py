"""Put the demo shop into a workspace: its survey answers as responses, everything else as feedback."""

from datetime import datetime

from voc.accounts import service as accounts
from voc.database import open_database
from voc.demo import shop
from voc.demo.shop import DemoVerbatim
from voc.documents import DOCUMENTS
from voc.feedback import service as feedback
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.responses import service as responses
from voc.responses.schemas import ResponseIn
from voc.settings import Settings
from voc.surveys import service as surveys

SOURCE = "demo"


async def seed(settings: Settings, *, now: datetime) -> int:
    """Fill the first workspace; running it again stores nothing, and the dates stay those of the first time.

    Returns:
        How many verbatims were stored. Those in answers to the survey are not among them: they become feedback in a
        task, a moment later.
    """
    async with open_database(settings, DOCUMENTS):
        workspace = (await accounts.workspaces())[0].id
        survey = await surveys.first_survey(workspace, now=now)
        customers = {
            one.ref: CustomerIn(id=one.ref, attributes={"segment": one.segment, "plan": one.plan, "city": one.city})
            for one in shop.customers()
        }
        items: list[FeedbackIn] = []
        for said in shop.verbatims(now):
            customer = customers[said.customer]
            if said.channel == "survey" and said.nps is not None:
                answer = _response(said, survey.id, customer)
                await responses.receive(workspace, answer, now=said.occurred_at, believed=True)
            else:
                items.append(_feedback(said, customer))
        received = await feedback.receive(workspace, items, now=now, source=SOURCE)
    return sum(one.status == "stored" for one in received)


def _response(said: DemoVerbatim, survey: str, customer: CustomerIn) -> ResponseIn:
    answers = {"nps": said.nps, "why": said.text}
    return ResponseIn(survey=survey, submission_id=said.submission_id, customer=customer, answers=answers)


def _feedback(said: DemoVerbatim, customer: CustomerIn) -> FeedbackIn:
    return FeedbackIn(
        submission_id=said.submission_id,
        text=said.text,
        channel=said.channel,
        occurred_at=said.occurred_at,
        rating=said.csat if said.nps is None else said.nps,
        rating_scale=5 if said.nps is None else 10,
        customer=customer,
    )
