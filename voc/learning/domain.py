"""Values and decisions about learning; pure."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from voc.errors import VocError
from voc.values import StoredTime, Value

LESSONS_LIMIT = 5_000
"""Newest judgements that heads learn from."""
FEWEST_LESSONS = 10
"""As `ml.refit.learn.FEWEST_LESSONS`: what the page says is still missing."""
ORDINARY = 500
"""Texts that nobody judged, which keep heads from leaning on what is usually corrected."""
EXAMPLES = 20
"""Texts that a version's report names among those it reads otherwise."""
CHECKED_SAMPLE = 50
"""Members of a theme that people are asked about."""
MEMBERS_LIMIT = 5_000
"""Newest members of a theme that its sample is drawn from."""


NEAR_COPY = 0.8
"""Likeness from which a look-alike is offered ticked: as `ml.refit.alike.NEAR_COPY`."""


class LikeField(StrEnum):
    """What a judgement may be carried over in."""

    kind = "kind"
    theme = "theme"


class NotReady(VocError):
    """Look-alikes are still being looked for."""

    slug, title, status, transient = "look-alikes-not-ready", "Not found yet", 409, True


class NothingToCarry(VocError):
    """Nobody judged that field of the text."""

    slug, title, status = "nothing-to-carry", "Nothing to carry over", 409


class RereadingState(StrEnum):
    """How far reading again has come."""

    running = "running"
    done = "done"
    stopped = "stopped"


class Rereading(Value):
    """Reading a workspace's history again."""

    state: RereadingState
    by: str
    began_at: StoredTime
    total: int
    """Texts there were to read when it began."""
    seen: int
    changed: int
    """Texts whose kind, mood, urgency or language changed."""
    heads: str | None = None
    """Version of the heads when it began; None: as shipped."""
    busy_seconds: float = 0.0
    finished_at: StoredTime | None = None

    @property
    def share(self) -> float:
        """Done so far, 0 to 1."""
        return min(1.0, self.seen / self.total) if self.total else 1.0

    def left(self, now: datetime) -> timedelta | None:
        """How much longer at this pace; None before there is a pace, or when it is over."""
        if self.state is not RereadingState.running or not self.seen:
            return None
        return (now - self.began_at) * max(0.0, self.total - self.seen) / self.seen


def pause_after(busy_seconds: float, share: float) -> timedelta:
    """How long to step aside after so much work, to work `share` of the time."""
    return timedelta(seconds=busy_seconds * (1 - share) / share)


def drawn(theme: str, members: Iterable[str], size: int = CHECKED_SAMPLE) -> list[str]:
    """A random sample of a theme's members; who joins or leaves hardly changes it.

    The order is that of a digest of theme and member, so everybody sees the same sample, and it says as much of the
    whole as any other random one.
    """
    return sorted(members, key=lambda id_: hashlib.sha256(f"{theme}:{id_}".encode()).digest())[:size]
