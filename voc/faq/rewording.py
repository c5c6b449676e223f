"""What became of the wish to have a draft in other words; pure."""

from enum import StrEnum
from typing import Any

from voc.errors import VocError
from voc.values import Value


class NoLanguageModel(VocError):
    """The operator has set none."""

    slug, title, status = "no-language-model", "No language model", 409


class RewordingState(StrEnum):
    """Where such a wish stands."""

    waiting = "waiting"
    done = "done"
    failed = "failed"
    """The language model did not answer, or not with sentences."""
    nothing = "nothing"
    """Nothing that it said is borne out by the sources, or it said the same."""
    overtaken = "overtaken"
    """The entry was changed meanwhile."""


class Rewording(Value):
    """Somebody's wish, and what became of it."""

    state: RewordingState
    version: int
    """Of the entry that is to be rewritten."""
    by: str
    at: int
    """When it was asked for; a `voc.clock.stamp`."""
    dropped: int = 0
    """Sentences that no source bears out."""

    def ended(self, state: RewordingState, dropped: int = 0) -> "Rewording":
        """The wish when it is over."""
        return self.model_copy(update={"state": state, "dropped": dropped})

    def stored(self) -> dict[str, Any]:
        """As the entry's record holds it."""
        return self.model_dump(mode="json")
