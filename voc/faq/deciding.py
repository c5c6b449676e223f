"""From the state that somebody wants to the action that leads there; pure."""

from voc.errors import Invalid
from voc.faq.states import Action, State

_ACTIONS = {
    State.approved: Action.approve,
    State.published: Action.publish,
    State.rejected: Action.reject,
    State.edited: Action.reopen,
}


def action_for(wanted: State, now: State) -> Action:
    """What to do to an entry that is `now` so.

    Raises:
        Invalid: nobody can decide that.
    """
    if wanted == State.approved and now == State.published:
        return Action.unpublish
    if wanted not in _ACTIONS:
        told = ", ".join(state.value for state in _ACTIONS)
        where = {"pointer": "/state", "message": f"is none of {told}"}
        raise Invalid("An entry cannot be set to this state.", errors=[where])
    return _ACTIONS[wanted]
