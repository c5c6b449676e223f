"""Who we are, as customers read it; told from above, where the sending rules are."""

from collections.abc import Awaitable, Callable

from voc.accounts import queries as accounts

Named = Callable[[str], Awaitable[str]]
"""The name that a workspace has chosen to write under; empty where it has chosen none."""
_told: list[Named] = []


def names_senders(function: Named) -> Named:
    """Declare what knows the names that workspaces have chosen; the last one declared counts."""
    _told[:] = [function]
    return function


async def name_of(workspace: str) -> str:
    """The chosen name, else the workspace's own; empty where there is no such workspace."""
    for function in _told:
        if chosen := await function(workspace):
            return chosen
    found = await accounts.workspace(workspace)
    return found.name if found else ""
