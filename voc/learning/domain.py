"""Values and decisions about learning; pure."""

import hashlib
import math
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


NEAR_COPY = 0.8
"""Likeness from which a text is offered ticked: of such pairs that were read alike and wrongly, 71 % share the right
kind; of those less alike a quarter do, so a person looks at each."""
_DOUBT = 0.3


def merit(likeness: float, chance: float | None, best: float | None) -> float:
    """Order of look-alikes: how like it is, and how near the model itself was to the person's word.

    By likeness alone 36 % of the first three share the kind of a wrongly read text, with the model's doubt 50 %
    (English development set of feedback types).

    Args:
        likeness: cosine of the two vectors.
        chance: the model's probability of what the person said; None where it gives none, as of themes.
        best: its probability of its own reading.
    """
    if chance is None or best is None:
        return likeness
    return likeness + _DOUBT * math.log((chance + 1e-3) / max(best, 1e-3))
