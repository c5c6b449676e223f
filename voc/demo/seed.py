"""Put the demo shop into a workspace, through the same doors as real feedback."""

from datetime import datetime

from voc.accounts import service as accounts
from voc.database import open_database
from voc.demo import shop
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
        How many verbatims were stored.
    """
    async with open_database(settings, DOCUMENTS):
        workspace = (await accounts.workspaces())[0].id
        survey = await surveys.first_survey(workspace, now=now)
        customers = {customer.ref: customer for customer in shop.customers()}
        stored = 0
        items: list[FeedbackIn] = []
        for said in shop.verbatims(now):
            who = customers[said.customer]
            customer = CustomerIn(
                id=who.ref, attributes={"segment": who.segment, "plan": who.plan, "city": who.city}
            )
            if said.channel == "survey" and said.nps is not None:
                response = ResponseIn(
                    survey=survey.id, submission_id=said.submission_id, customer=customer,
                    answers={"nps": said.nps, "why": said.text},
                )
                await responses.receive(workspace, response, now=said.occurred_at)
                continue
            rating = said.nps if said.nps is not None else said.csat
            scale = 10 if said.nps is not None else 5
            items.append(
                FeedbackIn(
                    submission_id=said.submission_id, text=said.text, channel=said.channel,
                    occurred_at=said.occurred_at, rating=rating, rating_scale=scale, customer=customer,
                )
            )
        received = await feedback.receive(workspace, items, now=now, source=SOURCE)
        stored = sum(one.status == "stored" for one in received)
    return stored
