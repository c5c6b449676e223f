"""What a conversation holds, at rest: which survey and how far in clear, everything that somebody said sealed.

Nobody lists or counts by the words, so all of them are sealed, whether they look personal or not. Conversations that
were stored before that are read as they are, and sealed when they go on, or by `earlier`.
"""

import json
from collections.abc import Mapping
from typing import Any

from voc import vault
from voc.conversations.effects import Effect
from voc.conversations.runs import Run

Row = dict[str, Any]
OF_RUN = ("answers", "hidden", "customer", "link")
"""What is somebody's: a link, too, opens their answers to whoever has it."""
IN_CLEAR_OF_EFFECT = ("key", "at")


def run_kept(workspace: str, run: Run | None) -> Row | None:
    """A run as its conversation keeps it."""
    if run is None:
        return None
    whole = run.model_dump(mode="json")
    given = {name: whole.pop(name) for name in OF_RUN}
    return whole | {"given": _sealed(workspace, given)}


def run_of(row: Mapping[str, Any]) -> Run | None:
    """The run of a conversation.

    Raises:
        Unreadable: sealed with another secret.
    """
    return Run.model_validate(_opened(row["workspace"], row["run"])) if row.get("run") else None


def effect_kept(workspace: str, effect: Effect | None) -> Row | None:
    """What is to be carried out, as its conversation keeps it."""
    if effect is None:
        return None
    whole = effect.model_dump(mode="json")
    known = {name: whole.pop(name) for name in IN_CLEAR_OF_EFFECT}
    return known | {"given": _sealed(workspace, whole)}


def effect_of(row: Mapping[str, Any]) -> Effect | None:
    """What is to be carried out in a conversation.

    Raises:
        Unreadable: sealed with another secret.
    """
    return Effect.model_validate(_opened(row["workspace"], row["outgoing"])) if row.get("outgoing") else None


def is_earlier(row: Mapping[str, Any]) -> bool:
    """Whether anything of a conversation comes from before conversations were sealed."""
    held = (row.get("run"), row.get("outgoing"))
    subject = row.get("subject")
    return any(each and "given" not in each for each in held) or bool(subject and not vault.is_sealed(subject))


def _sealed(workspace: str, given: Row) -> str:
    return vault.seal(workspace, json.dumps(given))


def _opened(workspace: str, stored: Row) -> Row:
    rest = {name: value for name, value in stored.items() if name != "given"}
    return rest | (json.loads(vault.unseal(workspace, stored["given"])) if "given" in stored else {})
