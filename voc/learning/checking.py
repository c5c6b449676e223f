"""The sample of a theme that people check, and what it says."""

from datetime import datetime

from voc.errors import NotFound
from voc.estimates import Estimate
from voc.feedback import judging
from voc.feedback import queries as feedback
from voc.feedback.schemas import FeedbackPatch
from voc.learning import queries
from voc.learning.documents import ThemeCheck
from voc.learning.domain import drawn
from voc.themes import queries as themes
from voc.values import Value

AT_ONCE = 10


class Standing(Value):
    """How far the check of a theme has come."""

    precision: Estimate | None
    checked: int
    sample: list[str]
    """All that is drawn, what is checked included."""
    to_check: list[str]
    """Next, at most `AT_ONCE`."""


async def standing(workspace: str, theme: str) -> Standing:
    """Of one theme.

    Raises:
        NotFound: no such theme in this workspace.
    """
    await themes.one(workspace, theme)
    said = {row["feedback"] for row in (await queries.checks(workspace, [theme])).get(theme, [])}
    sample = drawn(theme, {*await queries.members(workspace, theme), *said})
    return Standing(
        precision=(await queries.precisions(workspace, [theme])).get(theme),
        checked=len(said),
        sample=[*sample, *sorted(said - set(sample))],
        to_check=[id_ for id_ in sample if id_ not in said][:AT_ONCE],
    )


async def check(workspace: str, theme: str, feedback_id: str, fits: bool, *, by: str, now: datetime) -> None:
    """Note whether one of the sample belongs to the theme; one that does not leaves it.

    What a person picked says nothing of the rest, so only what was drawn counts.

    Raises:
        NotFound: no such theme in this workspace, or the feedback is not of its sample.
    """
    if feedback_id not in (await standing(workspace, theme)).sample:
        raise NotFound("This feedback is not of the theme's sample.", feedback=feedback_id)
    row = await feedback.one(workspace, feedback_id)
    said = {"workspace": workspace, "theme": theme, "feedback": feedback_id, "fits": fits, "by": by, "at": now}
    await ThemeCheck.get_pymongo_collection().update_one({"_id": f"{theme}:{feedback_id}"}, {"$set": said}, upsert=True)
    if not fits and row.theme == theme:
        await judging.correct(workspace, feedback_id, FeedbackPatch(theme=None), now=now, by=by)
