"""What the address of the list asks for."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from litestar.params import FromQuery, QueryParameter

from voc.feedback import periods
from voc.feedback.facets import FACETS
from voc.feedback.filters import Filters
from voc.feedback.moods import Mood

MEANING = "meaning"
"""Value of `by` where `q` is a question and no words."""


@dataclass(frozen=True)
class FeedbackQuery:
    """As it was written."""

    q: str | None
    by: str | None
    kind: str | None
    mood: str | None
    theme: str | None
    language: str | None
    channel: str | None
    segment: str | None
    customer: str | None
    state: str | None
    noise: str | None
    since: str | None
    until: str | None

    @classmethod
    def from_address(
        cls,
        q: FromQuery[str | None] = None,
        by: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        mood: FromQuery[str | None] = None,
        theme: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        channel: FromQuery[str | None] = None,
        segment: FromQuery[str | None] = None,
        customer: FromQuery[str | None] = None,
        wanted_state: Annotated[str | None, QueryParameter(name="state")] = None,
        noise: FromQuery[str | None] = None,
        since: FromQuery[str | None] = None,
        until: FromQuery[str | None] = None,
    ) -> "FeedbackQuery":
        """Litestar's dependency: one argument per query parameter (`state` alone is a reserved name)."""
        who = (segment, customer, wanted_state, noise)
        return cls(q, by, kind, mood, theme, language, channel, *who, since, until)

    @property
    def question(self) -> str | None:
        """What is asked by meaning; None: nothing."""
        return (self.q or "").strip() or None if self.by == MEANING else None

    def shown(self) -> dict[str, str | None]:
        """For links that change one of them."""
        return asdict(self)

    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self._narrowing())

    def alone(self) -> str | None:
        """The facet that alone narrows the list, if one does."""
        asked = self._narrowing()
        return asked[0] if len(asked) == 1 and asked[0] in FACETS else None

    def filters(self, customers: Sequence[str] | None) -> Filters:
        """The same as a query; an empty value, or one that there is none of, narrows nothing."""
        plain = ("kind", "theme", "language", "channel", "segment", "state", "noise")
        return Filters(
            **{name: value or None for name, value in self.shown().items() if name in plain},
            mood=Mood(self.mood) if self.mood in set(Mood) else None,
            q=self.q if self.by != MEANING and (self.q or "").strip() else None,
            customers=customers,
            since=periods.day(self.since),
            until=periods.day(self.until, after=1),
        )

    def _narrowing(self) -> list[str]:
        return [name for name, value in self.shown().items() if value and name != "by"]
