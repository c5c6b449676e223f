"""A response's places in its survey's tally; see `voc.asks`."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.asks import tally
from voc.asks.domain import TOTAL, Caps, OverQuota, Place, quota_name
from voc.responses import queries
from voc.responses.schemas import ResponseIn
from voc.surveys.conditions import holds
from voc.surveys.definition import Quota
from voc.surveys.facts import lookup
from voc.surveys.route import route
from voc.surveys.schemas import PublishedSurvey


async def hold(
    survey: PublishedSurvey, response: ResponseIn, answers: Mapping[str, Any], *, begins: bool, now: datetime
) -> list[str]:
    """Hold the places that a save needs, before it is stored.

    Args:
        survey: what it answers.
        response: as it came in.
        answers: its answers in normal form.
        begins: whether it is the first save.
        now: the present.

    Returns:
        Tokens that the response must bear; empty where the survey has no caps that concern it.

    Raises:
        OverQuota: a cap is reached; where it is a quota's, `quota` names it and `ending` what its author chose.
    """
    caps = await tally.caps(survey, now=now) if begins else Caps(limits={})
    limits = dict(caps.limits)
    quotas = _quotas(survey, response, answers) if response.finished else []
    limits |= {quota_name(each.id): each.limit for each in quotas}
    if not limits:
        return []
    token = secrets.token_hex(8)
    place = Place(key=token, submission=response.submission_id, counts=tuple(limits), until=tally.place_until(now))
    taken = await tally.hold(
        survey,
        place,
        caps=Caps(limits=limits),
        paced=False,  # who answers has been asked, or came unasked
        now=now,
        arrived=arrived_in(survey.workspace),
        instead_of=response.ask if begins else None,
    )
    if not taken:
        raise await _refusal(survey, quotas)
    return [token]


async def is_full(survey: PublishedSurvey) -> bool:
    """Whether as many have answered as its author wants in all."""
    limit = survey.definition.schedule.limit
    return limit is not None and (await tally.counts(survey.id)).get(TOTAL, 0) >= limit


async def count(survey: PublishedSurvey, held: Sequence[str], *, now: datetime) -> None:
    """Count what has been stored."""
    for token in held:
        await tally.count(survey, token, now=now, arrived=arrived_in(survey.workspace))


async def release(survey: PublishedSurvey, held: Sequence[str], *, now: datetime) -> None:
    """Give places up that were not needed."""
    for token in held:
        await tally.release(survey, token, now=now)


def arrived_in(workspace: str) -> tally.Arrived:
    """Looks among the workspace's responses for the tokens of places whose time is up."""

    async def arrived(places: Sequence[Place]) -> set[str]:
        submissions = [place.submission for place in places if place.submission is not None]
        return await queries.tokens(workspace, submissions) if submissions else set()

    return arrived


async def _refusal(survey: PublishedSurvey, quotas: Sequence[Quota]) -> OverQuota:
    """The error that names the quota that is reached; the survey's own cap has no name."""
    counted = await tally.counts(survey.id)
    full = next((each for each in quotas if counted.get(quota_name(each.id), 0) >= each.limit), None)
    named = {"quota": full.id, "ending": full.ending} if full else {}
    return OverQuota("Enough people have answered this survey.", survey=survey.id, **named)


def _quotas(survey: PublishedSurvey, response: ResponseIn, answers: Mapping[str, Any]) -> list[Quota]:
    """The quotas that a finished response falls into."""
    facts = response.facts().model_copy(update={"answers": answers})
    find = lookup(facts, route(survey.definition, facts).variables)
    return [quota for quota in survey.definition.schedule.quotas if holds(quota.where, find)]
