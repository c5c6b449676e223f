"""What handlers ask for by name: the clock, the settings, and what one capability is shown of others above it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from litestar.di import Provide

from voc import parking
from voc.accounts import queries as accounts
from voc.asks import policy
from voc.backlog import queries as backlog
from voc.backlog.workflow import reading, saved
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.titles import imperative
from voc.clock import Clock
from voc.conversations.service import answering
from voc.faq import erasing as faq
from voc.feedback.surroundings import Meant, Surroundings
from voc.insights import queries as insights
from voc.insights.dashboard import keeping as overviews
from voc.insights.erasing import above
from voc.insights.steps import Step
from voc.results import queries as results
from voc.searching import service as searching
from voc.settings import Settings
from voc.subscriptions import account_mail
from voc.subscriptions import service as subscriptions
from voc.surveys.pages.surroundings import SurveySurroundings
from voc.themes import queries as themes

"""Of the backlog, for pages of others."""


def supplies(settings: Settings, clock: Clock) -> dict[str, Provide]:
    """By the name of the parameter."""
    around = Surroundings(
        themes=themes.links,
        counts=_counts,
        total=_total,
        meant=_meant,
        parked=parking.parked,
        retry=parking.retry,
    )
    supplied = {
        "clock": clock,
        "settings": settings,
        "around": around,
        "around_surveys": SurveySurroundings(responses_of=results.totals),
        "segments": _segment_names,
        "places": backlog.places,
        "open_items": _open_items,
        "driving": reading.driving,
        "answering": answering(settings, clock),
        "above": faq.above(above()),
        "farewell": _farewell,
        "post_link": account_mail.posting(settings, clock),
        "names": accounts.all_called,
    }
    return {name: Provide(_always(value), sync_to_thread=False) for name, value in supplied.items()}


def _always(value: Any) -> Callable[[], Any]:
    def give() -> Any:
        return value

    return give


async def _counts(workspace: str) -> Mapping[str, Mapping[str, int]]:
    counted = await insights.summary(workspace)
    months = await overviews.read(workspace, Step.month)
    return {
        "kind": counted.kinds,
        "mood": counted.moods,
        "theme": counted.themes,
        "channel": counted.channels,
        "language": counted.languages,
        "month": {f"{each.start:%Y-%m}": each.feedback for each in months.periods} if months else {},
    }


async def _segment_names(workspace: str) -> dict[str, str]:
    rules = await policy.read(workspace)
    return {id_: segment.name for id_, segment in rules.segments.items()}


async def _meant(workspace: str, question: str, now: datetime) -> Meant:
    return await searching.ask(workspace, question, now=now)


async def _farewell(workspace: str, member: str) -> None:
    """A member goes: nothing is sent to them, and the views that they alone saw go."""
    await subscriptions.forget(workspace, member)
    await saved.forget(workspace, member)


async def _total(workspace: str) -> int:
    return (await insights.summary(workspace)).total


async def _open_items(workspace: str, limit: int, language: str) -> list[dict[str, Any]]:
    found = await reading.page(workspace, Filters(status="open"), limit=limit)
    return [item.model_dump() | {"title": imperative(item, language)} for item in found.items]
