"""Put the demo shop into a workspace: surveys with their responses, feedback, customers and what happened to them."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from voc.accounts import service as accounts
from voc.channels import service as channels
from voc.customers.domain import IdentityKind
from voc.database import open_database
from voc.demo import asking, departments, goals, people, shop
from voc.demo.answering import answer_when_read
from voc.demo.answers import DemoResponse, DemoSurveys, customers_in
from voc.demo.campaign import FinishedCampaign
from voc.demo.decisions import colleague, decide_when_ranked
from voc.demo.past import Past
from voc.demo.shop import DemoVerbatim
from voc.demo.talks import Talks, threads
from voc.documents import DOCUMENTS
from voc.feedback import service as feedback
from voc.feedback.domain import SubmissionConflict
from voc.feedback.schemas import CustomerIn, FeedbackIn
from voc.responses import service as responses
from voc.settings import Settings
from voc.web.security import open_vault

AT_ONCE = 16
"""Responses on their way together: storing one is mostly waiting."""
JOINED = ("c-0055", IdentityKind.kakao, "kko7f3a91c2d55e")
"""Who was found to be a customer of ours: the customer, and how else they were known."""
JOINED_BEFORE = timedelta(days=15)


async def seed(settings: Settings, *, now: datetime) -> int:
    """Fill the first workspace, and decide about the backlog once there is one.

    Running it again stores nothing, and the dates stay those of the first time.

    Returns:
        How many verbatims were stored. Those in answers to surveys are not among them: they become feedback in a
        task, a moment later.
    """
    open_vault(settings)
    async with open_database(settings, DOCUMENTS):
        workspace = (await accounts.workspaces())[0].id
        # first, while workers have nothing to read yet: it takes many small steps
        await tell(workspace, settings, now=now)
        stored = await fill(workspace, now=now)
        # before questions are grouped for the first time, so that whoever asks what is published is counted there
        await answer_when_read(workspace, now=now)
        if await decide_when_ranked(workspace, now=now):
            await departments.assign(workspace, now=now)
        return stored


async def tell(workspace: str, settings: Settings, *, now: datetime) -> None:
    """Let the shop's customers be known, write, be written to and be asked; again changes nothing.

    A workspace that has connected a provider is left alone: what is made up must not be sent to anybody.
    """
    known = shop.customers()
    if await channels.setups(workspace) or await people.has_paid(workspace, known):
        return
    surveys, by_ref = DemoSurveys(workspace), {each.ref: each for each in known}
    past = Past(workspace, settings, now=now)
    await surveys.publish(now=now)
    await people.register(workspace, known, now=now)
    await people.live(workspace, known, now=now)
    await asking.prepare(workspace, surveys.id_of, now=now)
    await goals.set_goals(workspace, by=await colleague(workspace), now=now)
    await FinishedCampaign(past, by_ref, surveys.id_of("nps")).run()
    talks = Talks(past, surveys.id_of)
    for thread in threads(by_ref, now):
        await talks.tell(thread)
    await people.join(workspace, *JOINED, at=now - JOINED_BEFORE)
    await asking.draft_campaign(workspace, surveys.id_of("delivery"), now=now)
    await people.pay(workspace, known, now=now)


async def fill(workspace: str, *, now: datetime) -> int:
    """Put the shop's surveys, responses and feedback into this workspace; see `seed`."""
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
    received = await feedback.receive(workspace, items, now=now, source=people.SOURCE)
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
