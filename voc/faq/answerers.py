"""Who could answer what no document answers: the department that has the theme, or most of its area."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.backlog.workflow import queries as workflow
from voc.errors import NotFound
from voc.themes import queries as themes
from voc.themes.schemas import ThemeOut


async def departments(workspace: str, wanted: Iterable[str | None]) -> dict[str, str]:
    """By theme; themes are missing where nobody gave them, or any beside them, to a department."""
    themes_ = sorted({theme for theme in wanted if theme})
    if not themes_:
        return {}
    decided = await workflow.briefs(workspace)
    beside = await themes.active(workspace)
    found = {theme: await _department(workspace, theme, decided, beside) for theme in themes_}
    return {theme: department for theme, department in found.items() if department}


async def _department(workspace: str, theme: str, decided: Mapping[str, Any], every: Sequence[ThemeOut]) -> str | None:
    own = decided.get(_item(theme))
    if own and own.work.department:
        return str(own.work.department)
    try:
        area = (await themes.one(workspace, theme)).parent
    except NotFound:
        return None
    beside = [decided.get(_item(each.id)) for each in every if area and each.parent == area]
    found = Counter(brief.work.department for brief in beside if brief is not None and brief.work.department)
    return found.most_common(1)[0][0] if found else None


def _item(theme: str) -> str:
    """The backlog item of a theme; `backlog.service`, which names it, needs numpy and stays out of the web process."""
    return "bl_" + theme.removeprefix("th_")
