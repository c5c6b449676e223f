"""Put the demo shop into a workspace: its surveys with their responses, everything else as feedback."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime

from voc.accounts import service as accounts
from voc.database import open_database
from voc.demo import shop
from voc.demo.answers import DemoResponse, DemoSurveys, customers_in
from voc.demo.shop import DemoVerbatim
from voc.documents import DOCUMENTS
from voc.feedback import service as feedback
from voc.feedback.domain import SubmissionConflict
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.responses import service as responses
from voc.settings import Settings

SOURCE = "demo"
AT_ONCE = 16
"""Responses on their way together: storing one is mostly waiting."""


async def seed(settings: Settings, *, now: datetime) -> int:
    """Fill the first workspace; running it again stores nothing, and the dates stay those of the first time.

    Returns:
        How many verbatims were stored. Those in answers to surveys are not among them: they become feedback in a
        task, a moment later.
    """
    async with open_database(settings, DOCUMENTS):
        return await fill((await accounts.workspaces())[0].id, now=now)


async def fill(workspace: str, *, now: datetime) -> int:
    """Put the shop into this workspace; see `seed`."""
    surveys = DemoSurveys(workspace)
    await surveys.publish(now=now)
    customers = customers_in(shop.customers())
    said = shop.verbatims(now)
    asked = [each for each in said if _answers_a_survey(each)]
    given = [
        *surveys.answers(now, customers),
        *(surveys.of_verbatim(each, customers[each.customer]) for each in asked),
    ]
    for batch in _batches(sorted(given, key=lambda each: each.received_at)):
        await asyncio.gather(*(_receive(workspace, each) for each in batch))
    items = [_feedback(each, customers[each.customer]) for each in said if not _answers_a_survey(each)]
    received = await feedback.receive(workspace, items, now=now, source=SOURCE)
    return sum(one.status == "stored" for one in received)


def _answers_a_survey(said: DemoVerbatim) -> bool:
    return said.channel == "survey" and said.nps is not None


def _batches(given: Sequence[DemoResponse]) -> Iterator[Sequence[DemoResponse]]:
    return (given[at : at + AT_ONCE] for at in range(0, len(given), AT_ONCE))


async def _receive(workspace: str, each: DemoResponse) -> None:
    # an earlier release put this response under another survey, where it stays
    with suppress(SubmissionConflict):
        await responses.receive(workspace, each.response, now=each.received_at, channel=each.channel, believed=True)


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
