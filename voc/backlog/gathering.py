"""Everything that a ranking is made from, read and brought together."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from voc.backlog import counting, evidence, queries, voices
from voc.backlog.counting import Worth
from voc.backlog.ranking.weights import Weights
from voc.backlog.workflow import queries as workflow
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback.domain import Kind
from voc.themes import queries as themes
from voc.themes.schemas import ThemeOut

Row = dict[str, Any]
RANKED_KINDS = frozenset({Kind.idea, Kind.complaint})


class Heard(NamedTuple):
    """What was said in the window, by whom, and what of it is ranked."""

    since: datetime
    until: datetime
    rows: list[Row]
    """Feedback, each with the person or voice that it counts for as `respondent`."""
    themes: dict[str, ThemeOut]
    """Of ideas and complaints, by id."""
    weights: Weights
    worth: Worth
    efforts: dict[str, int]
    """As people estimated them, by item."""
    active: int
    """Distinct customers."""


async def gather(workspace: str, *, now: datetime) -> Heard | None:
    """Read it all; None where nothing was ever said."""
    until = await queries.newest_at(workspace, now=now)
    if until is None:
        return None
    since = until - queries.WINDOW
    weights = await evidence.weights(workspace)
    said = await evidence.said_between(workspace, since, until)
    said = await voices.folded(said, await evidence.unsigned_between(workspace, since, until))
    into = await customers.merged(workspace)
    worth = await _worth(workspace, said, into, weights)
    rows = [row | {"respondent": top(row["respondent"], into)} for row in said] if into else said
    known = {theme.id: theme for theme in await themes.active(workspace) if theme.kind in RANKED_KINDS}
    active = len({row["respondent"] for row in rows})
    return Heard(since, until, rows, known, weights, worth, await _efforts(workspace), active)


async def _efforts(workspace: str) -> dict[str, int]:
    decided = await workflow.briefs(workspace)
    return {id_: brief.work.effort for id_, brief in decided.items() if brief.work.effort is not None}


async def _worth(workspace: str, said: Sequence[Row], into: Mapping[str, str], weights: Weights) -> Worth:
    """What chosen attributes say of the people; what is told of a merged customer holds for whom they are part of."""
    if not (weights.revenue_attribute or weights.segment_attribute):
        return Worth({}, {})
    speakers = {row["respondent"] for row in said}
    own = await evidence.attributes(workspace, sorted(speakers | {top(each, into) for each in speakers}))
    found: dict[str, Row] = {}
    for customer, attributes in sorted(own.items(), key=lambda each: each[0] not in into):
        person = top(customer, into)
        found[person] = found.get(person, {}) | attributes
    return counting.worth(found, weights)
