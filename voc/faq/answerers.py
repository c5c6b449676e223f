"""Who could answer what no document answers: the department that has the theme, or most of its area."""

from collections import Counter

from voc.backlog.workflow import queries as workflow
from voc.errors import NotFound
from voc.themes import queries as themes


async def department(workspace: str, theme: str | None) -> str | None:
    """None where nobody gave the theme, or any beside it, to a department."""
    if theme is None:
        return None
    decided = await workflow.briefs(workspace)
    own = decided.get(_item(theme))
    if own and own.work.department:
        return own.work.department
    try:
        area = (await themes.one(workspace, theme)).parent
    except NotFound:
        return None
    beside = [each.id for each in await themes.active(workspace) if area and each.parent == area]
    found = Counter(
        brief.work.department
        for each in beside
        if (brief := decided.get(_item(each))) is not None and brief.work.department
    )
    return found.most_common(1)[0][0] if found else None


def _item(theme: str) -> str:
    """The backlog item of a theme; `backlog.service`, which names it, needs numpy and stays out of the web process."""
    return "bl_" + theme.removeprefix("th_")
