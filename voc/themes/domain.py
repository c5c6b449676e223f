"""What themes may become, when to look for them, and how their weeks stand; pure."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from voc.errors import VocError
from voc.values import StoredTime, Value

FIRST_DISCOVERY_AT = 20
"""Analysed texts below which there is nothing to group."""
GROWTH_SHARE = 0.3
"""Looking again pays when this share has been added."""
SETTLE_SECONDS = 2.0
"""Wait this long after a batch for the next one."""
PATIENCE_SECONDS = 60.0
"""While texts keep pouring in, look at most this often, and not before half of what is known was read."""
NIGHTLY = timedelta(hours=24)


class ThemeState(StrEnum):
    """Whether a theme is in use."""

    active = "active"
    retired = "retired"
    """Its texts moved elsewhere; kept so that its id is never given out again."""


class Action(StrEnum):
    """What a person may do to themes."""

    merge = "merge"
    split = "split"
    rename = "rename"
    pin = "pin"
    unpin = "unpin"
    move = "move"
    define = "define"
    undo = "undo"


REARRANGING = (Action.merge, Action.split, Action.define, Action.undo)
"""Those that move feedback, and after which themes are looked for again."""


class NothingToUndo(VocError):
    """Nobody changed this theme, or everything was undone."""

    slug, title, status = "nothing-to-undo", "Nothing to undo", 409


class LaterChangeFirst(VocError):
    """Another theme of the same change was changed later."""

    slug, title, status = "later-change-first", "A later change comes first", 409


class StillAtWork(VocError):
    """A change to this theme is being carried out."""

    slug, title, status, transient = "still-at-work", "Still at work", 409, True


class Rearranged(VocError):
    """Somebody merged, split or undid while themes were looked for; what was found no longer fits."""

    slug, title, status, transient = "rearranged", "Rearranged meanwhile", 409, True


class ThemeRetired(VocError):
    """The theme is no longer in use."""

    slug, title, status = "theme-retired", "Theme retired", 409


class LeaseLost(VocError):
    """Another worker took the work over while we were at it; it writes, we must not."""

    slug, title, status = "lease-lost", "Lease lost", 409


class Progress(Value):
    """A workspace's standing with discovery."""

    analysed_since: int = 0
    """Texts analysed since the last discovery began; may overcount after a crash, never under."""
    size: int = 0
    """Texts that the last discovery looked at."""
    finished_at: StoredTime | None = None
    model: str = ""
    """The model that read last."""
    edits: int = 0
    edits_seen: int = 0

    def due(self) -> bool:
        """Whether anything has changed since themes were looked for."""
        return self.analysed_since > 0 or self.edits != self.edits_seen

    def worthwhile(self) -> bool:
        """Whether enough has come in to look again."""
        if self.size == 0:
            return self.analysed_since >= FIRST_DISCOVERY_AT
        return self.analysed_since >= max(FIRST_DISCOVERY_AT, GROWTH_SHARE * self.size)

    def should_wait(self, *, pending: int, now: datetime) -> bool:
        """Whether to let a stream of new texts settle first, or the known ones be read again by a new model."""
        recently = self.finished_at is not None and now - self.finished_at < timedelta(seconds=PATIENCE_SECONDS)
        return pending > 0 and (recently or 0 < self.size <= 2 * pending)


class ThemeWeek(Value):
    """Seven days held against the weeks before them."""

    until: date
    """The last of the days, UTC."""
    people: int
    """Distinct people who spoke of it."""
    expected: float
    """People that a week as before would have had."""
    ratio: float | None
    """People by those expected; null where nobody spoke of it before."""
    ratio_low: float
    ratio_high: float
    """Hold the true ratio in 95 of 100 such weeks."""
    p: float
    """How often chance alone brings as many people, or as many beside all other themes."""
    p_adjusted: float
    """The same, seen how many themes are looked at (Benjamini and Hochberg)."""
    emerging: bool
    """Whether that is an alert: below 0.05, shared out among the seven looks of a week."""
