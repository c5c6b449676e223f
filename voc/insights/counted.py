"""What counters of surveys and campaigns tell metrics; raw rows are never read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from voc.clock import stamp
from voc.insights.metrics import Metric
from voc.insights.metrics.base import Source
from voc.insights.metrics.shares import HIT, MISS
from voc.insights.portions import Portion
from voc.invitations.documents import Campaign
from voc.invitations.domain import FUNNEL, Stage
from voc.results import filters, periods, queries, service
from voc.results.counting import TOLD
from voc.results.tally import Cell, Facets
from voc.surveys.documents import Survey, SurveyVersion
from voc.surveys.queries import version_id
from voc.values import Value

Row = dict[str, Any]
SENT = frozenset(FUNNEL[FUNNEL.index(Stage.sent) :])
"""The furthest steps of invitations that went out."""
FACETS = (*(name for name in filters.NAMES if name != "version"), *sorted(TOLD))
GROUPINGS: Mapping[Source, tuple[str, ...]] = {
    Source.answers: ("survey", "version", *FACETS),
    Source.invitations: ("survey", "campaign"),
}
"""What a metric may be grouped by."""


class Span(Value):
    """Days in UTC."""

    first: date
    last: date
    """Included."""


async def portions(workspace: str, metric: Metric, span: Span, *, survey: str | None = None) -> list[Portion]:
    """The counts that a metric is made of, of all surveys or of one."""
    if metric.source == Source.invitations:
        return await _of_campaigns(workspace, span, survey)
    return await _of_answers(workspace, metric.kind, span, survey)


async def survey_names(workspace: str) -> dict[str, str]:
    """Names of surveys by id."""
    rows = await Survey.get_pymongo_collection().find({"workspace": workspace}, {"definition": 1}).to_list()
    return {row["_id"]: row["definition"]["name"] for row in rows}


async def campaign_names(workspace: str) -> dict[str, str]:
    """Names of campaigns by id."""
    rows = await Campaign.get_pymongo_collection().find({"workspace": workspace}, {"name": 1}).to_list()
    return {row["_id"]: row["name"] for row in rows}


async def _of_answers(workspace: str, type_: str, span: Span, survey: str | None) -> list[Portion]:
    asked = await _first_questions(workspace, type_, survey)
    found = []
    for row in await queries.outlines(workspace, sorted(asked), periods.named(span.first, span.last)):
        first = asked[row["survey"]]
        for facets, cell in service.cells([row], "outline"):
            if counts := _scores(cell, first.get(facets.version, first[max(first)]), type_):
                found.append(Portion(_groups(row["survey"], facets), counts))
    return found


async def _first_questions(workspace: str, type_: str, survey: str | None) -> dict[str, dict[int, str]]:
    """By survey that has one, and by version: its first question of a type. One per response, so answers stay apart."""
    mine = {"workspace": workspace} | ({"_id": survey} if survey else {})
    live = await Survey.get_pymongo_collection().find(mine, {"live": 1, "version": 1}).to_list()
    replaced = {"workspace": workspace} | ({"survey": survey} if survey else {})
    fields = {"survey": 1, "number": 1, "definition": 1}
    old = await SurveyVersion.get_pymongo_collection().find(replaced, fields).to_list()
    found: dict[str, dict[int, str]] = {}
    versions = [(row["survey"], row["number"], row["definition"]) for row in old]
    versions += [(row["_id"], row["version"], row["live"]) for row in live if row["version"]]
    for id_, number, definition in versions:
        first = next((each["id"] for each in definition["questions"] if each["type"] == type_), None)
        if first is not None:
            found.setdefault(id_, {})[number] = first
    return found


def _scores(cell: Cell, question: str, type_: str) -> dict[int, int]:
    tally = cell.questions.get((question, type_))
    return {int(value): count for value, count in tally.values.items()} if tally else {}


def _groups(survey: str, facets: Facets) -> dict[str, tuple[str, ...]]:
    known = {name: filters.values(facets, name) for name in FACETS}
    return known | {"survey": (survey,), "version": (version_id(survey, facets.version),)}


async def _of_campaigns(workspace: str, span: Span, survey: str | None) -> list[Portion]:
    mine = {"workspace": workspace} | ({"survey": survey} if survey else {})
    fields = {"survey": 1, "started_at": 1, "counts": 1}
    rows = await Campaign.get_pymongo_collection().find(mine, fields).to_list()
    start, end = stamp(periods.midnight(span.first)), stamp(periods.midnight(span.last)) + 86_400_000
    return [
        Portion({"survey": (row["survey"],), "campaign": (row["_id"],)}, _answered(row["counts"]))
        for row in rows
        if row.get("started_at") is not None and start <= row["started_at"] < end
    ]


def _answered(counts: Mapping[str, int]) -> dict[int, int]:
    """Invitations that went out, by whether a finished response came."""
    found = {HIT: 0, MISS: 0}
    for key, count in counts.items():
        reached, _, stage = key.partition("-")
        if reached in SENT and stage != Stage.bounced:
            found[HIT if reached == Stage.completed else MISS] += count
    return found
