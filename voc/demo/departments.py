"""Whose items are whose: what is ranked goes to the department whose customers speak of it."""

from collections import Counter, defaultdict
from contextlib import suppress
from datetime import datetime, timedelta

from voc.backlog import queries as backlog
from voc.backlog.service import item_id
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow import service as items
from voc.demo.answers import AREAS, DEPARTMENTS
from voc.demo.decisions import colleague, read
from voc.errors import VocError

ASSIGNED_DAYS = 6
"""Whole days before now."""


async def assign(workspace: str, *, now: datetime) -> None:
    """Give every ranked item that nobody has touched to a department; again changes nothing."""
    by, touched = await colleague(workspace), await workflow.briefs(workspace)
    spoken = departments_of(await read(workspace))
    for standing in await backlog.standings(workspace):
        item = item_id(standing.theme)
        if item in touched or standing.theme not in spoken:
            continue
        with suppress(VocError):  # it left the ranking meanwhile, or somebody decides about it at this moment
            wish = {"department": spoken[standing.theme]}
            await items.change(workspace, item, wish, by=by, now=now - timedelta(days=ASSIGNED_DAYS))


def departments_of(said: list[tuple[str, str | None]]) -> dict[str, str]:
    """The department that most of a theme's verbatims concern, by theme; of those that concern one."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    area_of = {topic: area for area, topics in AREAS.items() for topic in topics}
    for topic, theme in said:
        if theme is not None and topic in area_of:
            found[theme][DEPARTMENTS[area_of[topic]]] += 1
    return {theme: max(counts, key=lambda each: (counts[each], each)) for theme, counts in found.items()}
