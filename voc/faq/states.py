"""Where an entry may stand, and what moves it; pure."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where an entry stands."""

    unanswered = "unanswered"
    """People ask it and no source answers it."""
    suggested = "suggested"
    """A draft that nobody has looked at."""
    edited = "edited"
    """A person worked on it."""
    approved = "approved"
    published = "published"
    """What is given out is the present version."""
    stale = "stale"
    """It was approved, and then a source changed or contradicted it, its day of review passed, or people kept asking
    for it; it is given out no more."""
    rejected = "rejected"
    """It will not be answered here."""
    merged = "merged"
    """Another entry answers it; whoever asks it is counted there."""


class Action(StrEnum):
    """What moves an entry."""

    draft = "draft"
    edit = "edit"
    approve = "approve"
    publish = "publish"
    unpublish = "unpublish"
    reject = "reject"
    reopen = "reopen"
    expire = "expire"
    merge = "merge"
    separate = "separate"


_UNSEEN = (State.unanswered, State.suggested)
MOVES: Mapping[Action, tuple[State, ...]] = MappingProxyType(
    {
        Action.draft: _UNSEEN,
        Action.edit: (*_UNSEEN, State.edited, State.approved, State.published, State.stale),
        Action.approve: (State.suggested, State.edited, State.stale),
        Action.publish: (State.approved,),
        Action.unpublish: (State.published, State.edited, State.approved),
        Action.reject: (*_UNSEEN, State.edited, State.approved, State.stale),
        Action.reopen: (State.rejected,),
        Action.expire: (State.approved, State.published, State.edited),
        Action.merge: (*_UNSEEN, State.edited, State.approved, State.stale),
        Action.separate: (State.merged,),
    }
)
"""From where each action is possible; where it leads is `after`."""
ANSWERLESS = (State.rejected, State.merged)
"""Where nothing is answered."""
OPEN = tuple(state for state in State if state not in (*ANSWERLESS, State.published))
"""Where something is left to do."""
OF_PEOPLE = tuple(action for action in Action if action not in (Action.draft, Action.expire))
DECISIONS = tuple(action for action in OF_PEOPLE if action not in (Action.edit, Action.merge))
"""What a person says of an entry in one word."""
