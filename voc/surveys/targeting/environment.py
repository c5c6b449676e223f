"""One person at one moment, as the rules of targeting see it."""

from typing import Any

from voc.surveys.conditions import Condition, Lookup, holds, tests
from voc.surveys.targeting.frequency import Ask
from voc.surveys.targeting.models import Policy, Targeting
from voc.values import Value


class Event(Value):
    """What just happened on the page; `{"on": "show"}` is the host asking for this very survey."""

    on: str
    selector: str | None = None
    name: str | None = None
    share: float | None = None
    seconds: float | None = None
    props: dict[str, Any] = {}
    """What `voc.track` was given: sources `event:PROPERTY`."""


class Environment(Value):
    """One person at one moment."""

    now: int
    """Milliseconds since 1970, UTC."""
    person: str
    """The customer's id, or the visitor's."""
    url: str | None = None
    device: str | None = None
    language: str | None = None
    """A language tag such as "ko-KR"."""
    customer: dict[str, Any] = {}
    """Attributes."""
    segments: dict[str, Condition] = {}
    asks: list[Ask] = []
    """The person's ledger."""
    session_asks: int = 0
    page_asks: int = 0
    event: Event | None = None
    """None: not asked about; every survey with a trigger may then be shown."""
    policy: Policy = Policy()
    pacing: bool | None = None
    """Whether a place is free; only the server knows."""


class Candidate(Value):
    """A survey that may be shown."""

    id: str
    state: str
    opens_at: int | None = None
    closes_at: int | None = None
    full: bool = False
    """Whether its limit is reached."""
    targeting: Targeting = Targeting()


def lookup(condition: Condition, environment: Environment, *, within_segment: bool = False) -> Lookup:
    """What the sources of a survey's condition say here.

    A segment that looks at a segment finds nothing, so none can go round in circles.
    """

    def find(source: str) -> Any:
        kind, _, name = source.partition(":")
        match kind:
            case "customer":
                return environment.customer.get(name)
            case "segment":
                segment = None if within_segment else environment.segments.get(name)
                return segment and holds(segment, lookup(condition, environment, within_segment=True))
            case "language":
                return _language(condition, environment.language)
            case "url" | "device":
                return getattr(environment, kind)
        return None

    return find


def _language(condition: Condition, tag: str | None) -> str | None:
    """The tag where the survey's condition names it ("pt-BR"), its base language otherwise ("ko" of "ko-KR")."""
    tag = tag and tag.lower()
    named = (each for test in tests(condition) for each in _listed(test.value))
    if not tag or tag in (each.lower() for each in named if isinstance(each, str)):
        return tag
    return tag.partition("-")[0]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
