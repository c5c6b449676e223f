"""What a list of entries may be narrowed to, and its order; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from voc.errors import Invalid
from voc.faq import states
from voc.faq.ranking import urgency
from voc.faq.states import State
from voc.values import Value

OPEN = "open"
"""What is to be worked on, see `states.OPEN`."""
_OPEN = frozenset(state.value for state in states.OPEN)
ALL = "all"
Row = dict[str, Any]


class Filters(Value):
    """As the address of the list has them."""

    state: str | None = None
    """One of `State`, `open` or `all`, which is what is meant without it."""
    language: str | None = None
    category: str | None = None
    audience: str | None = None
    q: str | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any], prefix: str = "") -> "Filters":
        """From an address or a form; what is empty is not asked for."""
        return cls(**{name: str(given[prefix + name]) or None for name in cls.model_fields if given.get(prefix + name)})


def ordered(rows: Sequence[Row]) -> list[Row]:
    """The most urgent first."""
    return sorted(rows, key=lambda row: (-score(row), -row["askers"], row["_id"]))


def score(row: Row) -> float:
    """How urgent an entry is."""
    return urgency(State(row["state"]), row["askers_low"], row["trend"])


def chosen(rows: Sequence[Row], filters: Filters) -> list[Row]:
    """What passes, the most urgent first.

    Raises:
        Invalid: no such state.
    """
    if filters.state not in (None, OPEN, ALL, *(state.value for state in State)):
        where = {"parameter": "state", "message": "is not one that there is"}
        raise Invalid("No such state.", errors=[where])
    return ordered([row for row in rows if _passes(row, filters)])


def counts(rows: Sequence[Row], name: str) -> list[tuple[str, int]]:
    """How many entries have each value of a field, the most frequent first; those without it are left out."""
    found = Counter(value_of(row, name) for row in rows)
    return sorted(((each, n) for each, n in found.items() if each), key=lambda pair: (-pair[1], pair[0]))


def value_of(row: Row, name: str) -> str | None:
    """A field by which lists are narrowed: of the record, or of what it says."""
    return row[name] if name in ("state", "language") else row["content"].get(name)


def _passes(row: Row, filters: Filters) -> bool:
    meant = {None: None, ALL: None, OPEN: _OPEN}
    wanted = meant.get(filters.state, {filters.state})
    said = "\n".join([row["content"]["question"], *row["content"]["aliases"], *_sentences(row)])
    return (
        (wanted is None or row["state"] in wanted)
        and all(getattr(filters, name) in (None, value_of(row, name)) for name in ("language", "category", "audience"))
        and (not filters.q or filters.q.casefold() in said.casefold())
    )


def _sentences(row: Row) -> list[str]:
    return [each["text"] for each in row["content"]["answer"]]
