"""One step for several surveys at once, and the way back.

Each survey is a document of its own: one that refuses leaves the others as they should be, and the page says how many
stayed behind.
"""

from collections.abc import Iterable
from datetime import datetime

from voc.errors import NotFound
from voc.surveys import queries, service
from voc.surveys.domain import MOVES, SurveyChanged, SurveyState, WrongState
from voc.values import Value

DUPLICATE = "duplicate"
STEPS = (*MOVES, DUPLICATE)
_WAYS_BACK = {
    (SurveyState.paused, SurveyState.published): ("resume",),
    (SurveyState.closed, SurveyState.published): ("resume",),
    (SurveyState.closed, SurveyState.paused): ("resume", "pause"),
    (SurveyState.published, SurveyState.paused): ("pause",),
    (SurveyState.published, SurveyState.closed): ("close",),
}
"""By the state now and the one before; nothing leads from closed to paused but through live."""


class Taken(Value):
    """A step that was taken, as its undoing needs it."""

    step: str
    before: dict[str, SurveyState] = {}
    """The state of each survey that changed, by id."""
    made: dict[str, int] = {}
    """Copies and their revision when they were made, by id."""
    left: int = 0
    """Surveys whose state did not allow the step."""

    @property
    def count(self) -> int:
        """Surveys that it changed or made."""
        return len(self.before) + len(self.made)


async def take(workspace: str, step: str, ids: Iterable[str], *, now: datetime) -> Taken:
    """Pause, resume, close or duplicate those surveys that allow it; ids of no survey count as left."""
    before: dict[str, SurveyState] = {}
    made: dict[str, int] = {}
    left = 0
    for id_ in list(dict.fromkeys(ids))[: queries.LIMIT]:
        try:
            if step == DUPLICATE:
                copy = await service.duplicate(workspace, id_, now=now)
                made[copy.id] = copy.revision
                continue
            state = (await queries.one(workspace, id_)).state
            if state not in MOVES[step][0]:
                left += 1
                continue
            await service.move(workspace, id_, step)
            before[id_] = state
        except (NotFound, SurveyChanged):
            left += 1
    return Taken(step=step, before=before, made=made, left=left)


async def undo(workspace: str, taken: Taken) -> None:
    """Bring every survey back to where it was, unless somebody has taken it elsewhere or worked on the copy since."""
    for id_, state in taken.before.items():
        try:
            if (await queries.one(workspace, id_)).state == MOVES[taken.step][1]:
                for step in _WAYS_BACK[MOVES[taken.step][1], state]:
                    await service.move(workspace, id_, step)
        except (NotFound, SurveyChanged, WrongState):
            continue
    for id_, revision in taken.made.items():
        try:
            if (await queries.one(workspace, id_)).revision == revision:
                await service.remove_draft(workspace, id_)
        except (NotFound, WrongState):
            continue
