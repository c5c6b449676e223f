"""What results are narrowed by; pure."""

from datetime import date

from voc.results.counting import UNKNOWN
from voc.results.tally import Facets
from voc.values import Value

NAMES = ("segment", "channel", "version", "language", "device", "source")
"""What people narrow by, in the order of the page."""


class Filters(Value):
    """Which responses are meant; None: any."""

    segment: str | None = None
    channel: str | None = None
    version: str | None = None
    language: str | None = None
    device: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    """Its responses still count."""

    def fits(self, facets: Facets) -> bool:
        """Whether a cell is meant; its days are chosen elsewhere."""
        return all(wanted in values(facets, name) for name in NAMES if (wanted := getattr(self, name)))

    def narrows(self) -> bool:
        """Whether anything is left out."""
        return any(value is not None for _, value in self)


def values(facets: Facets, name: str) -> tuple[str, ...]:
    """The values that a cell has for a filter: several segments, one of everything else."""
    if name == "segment":
        return facets.segments
    value = str(getattr(facets, name))
    return () if value == UNKNOWN else (value,)
