"""What counters of surveys, campaigns and customers tell metrics; raw rows are never read."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from voc.clock import stamp
from voc.insights.metrics import Metric
from voc.insights.metrics.base import Source
from voc.insights.metrics.shares import HIT, MISS
from voc.insights.portions import Portion
from voc.insights.spans import Span
from voc.insights.tenures import queries as tenures
from voc.insights.tenures.domain import Stays, month_of, stayed_and_left
from voc.invitations.documents import Campaign
from voc.invitations.domain import FUNNEL, Stage
from voc.results import margins, periods, queries
from voc.surveys.documents import Survey, SurveyVersion
from voc.surveys.queries import version_id
from voc.values import Value

Row = dict[str, Any]
SENT = frozenset(FUNNEL[FUNNEL.index(Stage.sent) :])
"""The furthest steps of invitations that went out."""
GROUPINGS: Mapping[Source, tuple[str, ...]] = {
    Source.answers: ("survey", "version", *margins.FACETS),
    Source.invitations: ("survey", "campaign"),
    Source.tenures: ("segment",),
}
"""What a metric may be grouped by."""


class Wanted(Value):
    """Which counts are asked for."""

    spans: tuple[Span, ...]
    by: str | None = None
    """The grouping that they will be told apart by."""
    survey: str | None = None
    """None: of all."""


async def portions(workspace: str, metric: Metric, wanted: Wanted, *, today: date) -> list[list[Portion]]:
    """The counts that a metric is made of, for each span; all of them are read together."""
    if metric.source == Source.invitations:
        return await _of_campaigns(workspace, wanted)
    if metric.source == Source.tenures:
        months = tuple((month_of(span.first), month_of(span.last)) for span in wanted.spans)
        return [_of_customers(found) for found in stayed_and_left(await tenures.packed_sum(workspace), months)]
    return await _of_answers(workspace, metric.kind, wanted, today)


async def survey_names(workspace: str) -> dict[str, str]:
    """Names of surveys by id."""
    rows = await Survey.get_pymongo_collection().find({"workspace": workspace}, {"definition": 1}).to_list()
    return {row["_id"]: row["definition"]["name"] for row in rows}


async def campaign_names(workspace: str) -> dict[str, str]:
    """Names of campaigns by id."""
    rows = await Campaign.get_pymongo_collection().find({"workspace": workspace}, {"name": 1}).to_list()
    return {row["_id"]: row["name"] for row in rows}


async def _of_answers(workspace: str, type_: str, wanted: Wanted, today: date) -> list[list[Portion]]:
    return (await answers(workspace, (type_,), wanted, today=today))[type_]


async def answers(
    workspace: str, types: Sequence[str], wanted: Wanted, *, today: date
) -> dict[str, list[list[Portion]]]:
    """As `portions`, for each of several types of questions, from one reading."""
    asked = await first_questions(workspace, types, wanted.survey)
    surveys = sorted({survey for found in asked.values() for survey in found})
    facet = wanted.by if wanted.by in margins.FACETS else margins.TOTAL
    signs = [periods.balanced(span.first, span.last, today) for span in wanted.spans]
    rows = await queries.scores(workspace, surveys, {*chain(*signs)}, facet)
    if _is_torn(rows, signs):
        signs = [dict.fromkeys(periods.named(span.first, span.last), 1) for span in wanted.spans]
        rows = await queries.scores(workspace, surveys, {*chain(*signs)}, facet)
    found: dict[str, list[list[Portion]]] = {type_: [[] for _ in signs] for type_ in types}
    for row in rows:
        for place, counts in row.parts:
            first = asked.get(place.type, {}).get(row.survey)
            if first and place.question == first.get(place.version, first[max(first)]):
                version = version_id(row.survey, place.version)
                groups = {facet: place.values, "survey": (row.survey,), "version": (version,)}
                for span, portions_ in zip(signs, found[place.type], strict=True):
                    if sign := span.get(row.bucket):
                        portions_.append(Portion(groups, {value: sign * n for value, n in counts.items()}))
    return found


def _is_torn(rows: Sequence[queries.Scores], signs: Sequence[Mapping[str, int]]) -> bool:
    """Whether days would be taken away from a month that does not hold them as they are yet, or the other way round."""
    months = {periods.month_of(name) for span in signs for name, sign in span.items() if sign < 0}
    return any(row.dirty and (row.bucket in months or periods.month_of(row.bucket) in months) for row in rows)


async def first_questions(
    workspace: str, types: Sequence[str], survey: str | None
) -> dict[str, dict[str, dict[int, str]]]:
    """By type, survey that has one, and version: its first question of that type. One per response, so answers stay
    apart."""
    mine = {"workspace": workspace} | ({"_id": survey} if survey else {})
    live = await Survey.get_pymongo_collection().find(mine, {"live": 1, "version": 1}).to_list()
    replaced = {"workspace": workspace} | ({"survey": survey} if survey else {})
    fields = {"survey": 1, "number": 1, "definition": 1}
    old = await SurveyVersion.get_pymongo_collection().find(replaced, fields).to_list()
    found: dict[str, dict[str, dict[int, str]]] = {}
    versions = [(row["survey"], row["number"], row["definition"]) for row in old]
    versions += [(row["_id"], row["version"], row["live"]) for row in live if row["version"]]
    for id_, number, definition in versions:
        for question in definition["questions"]:
            if question["type"] in types:
                found.setdefault(question["type"], {}).setdefault(id_, {}).setdefault(number, question["id"])
    return found


async def _of_campaigns(workspace: str, wanted: Wanted) -> list[list[Portion]]:
    mine = {"workspace": workspace} | ({"survey": wanted.survey} if wanted.survey else {})
    fields = {"survey": 1, "started_at": 1, "counts": 1}
    rows = await Campaign.get_pymongo_collection().find(mine, fields).to_list()
    return [_started_in(span, rows) for span in wanted.spans]


def _started_in(span: Span, rows: Sequence[Row]) -> list[Portion]:
    start, end = stamp(periods.midnight(span.first)), stamp(periods.midnight(span.last)) + 86_400_000
    return [
        Portion({"survey": (row["survey"],), "campaign": (row["_id"],)}, answered(row["counts"]))
        for row in rows
        if row.get("started_at") is not None and start <= row["started_at"] < end
    ]


def _of_customers(found: Stays) -> list[Portion]:
    """Those who were customers when a span began, by whether they left by its end."""
    return [Portion({"segment": segments}, {MISS: stayed, HIT: left}) for segments, (stayed, left) in found.items()]


def answered(counts: Mapping[str, int]) -> dict[int, int]:
    """Invitations that went out, by whether a finished response came."""
    found = {HIT: 0, MISS: 0}
    for key, count in counts.items():
        reached, _, stage = key.partition("-")
        if reached in SENT and stage != Stage.bounced:
            found[HIT if reached == Stage.completed else MISS] += count
    return found
