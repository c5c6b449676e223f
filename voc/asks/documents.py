"""The collections of asking."""

from typing import Any

from beanie import Document
from pydantic import BaseModel

from voc.asks.domain import Place


class RecordedAsk(BaseModel):
    """One time that a person was asked."""

    ask: str
    survey: str
    group: str | None = None
    at: int
    """A `voc.clock.stamp`."""
    channel: str


class Ledger(Document):
    """When one person was asked what, over all channels. Read by id only."""

    id: str
    workspace: str
    asks: list[RecordedAsk]
    """The latest ones, the oldest first."""
    revision: int = 0

    class Settings:
        name = "ledgers"


class Tally(Document):
    """How many answers a survey has, where it limits them. Its id is the survey's; read by id only."""

    id: str
    workspace: str
    counts: dict[str, int]
    """By what is counted: `total`, a period such as `month:2026-11-01`, `quota:{id}`."""
    since: int
    """When the survey first asked; a `voc.clock.stamp`."""
    places: list[Place]
    """Held for what is on its way."""
    revision: int = 0

    class Settings:
        name = "tallies"


class AskingRules(Document):
    """A workspace's rules of asking. Its id is the workspace's; read by id only."""

    id: str
    workspace: str
    policy: dict[str, Any]
    segments: dict[str, Any]
    """By id: `{name, where}`."""
    identity_secret: str
    chat: dict[str, Any] = {}
    afterwards: dict[str, Any] = {}
    """A `voc.asks.domain.ChatButton`; empty: as it begins."""
    """Signs customers' ids."""

    class Settings:
        name = "asking_rules"
