"""What happened to an entry, as it goes out."""

from voc.faq.asked_on import Askings
from voc.faq.states import State
from voc.values import StoredTime, Value


class VersionOut(Value):
    """A version."""

    number: int
    by: str
    """A member, an API key, or `voc`: nobody."""
    at: StoredTime
    restores: int | None


class TrailOut(Value):
    """A line of the audit trail."""

    action: str
    by: str
    at: StoredTime
    before: State
    after: State
    version: int
    why: str | None
    """Of what was taken back: `source`, `review`, `asked` or `conflict`."""
    askings: Askings | None
    """What is behind `asked`."""
    into: str | None
    """The entry that it was merged into, or separated from."""


class RewordingOut(Value):
    """What became of the wish to have a draft rewritten by a language model."""

    state: str
    """`waiting`; `done`; `failed`: it did not answer; `nothing`: nothing new that sources bear out; `overtaken`: the
    entry was changed meanwhile."""
    version: int
    """That was to be rewritten."""
    by: str
    at: StoredTime
    dropped: int
    """Sentences that no source bears out."""


class StaleOut(Value):
    """Why an entry is stale."""

    why: str
    """`source` changed or went; its day of `review`; people keep asking: `asked`; another source says otherwise:
    `conflict`."""
    at: StoredTime
    askings: Askings | None
