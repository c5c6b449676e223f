"""What an author and a workspace may say about who is asked."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from voc.surveys.conditions import ALWAYS, Condition, sources
from voc.values import Value

DAY_MS = 86_400_000
"""Milliseconds of a day."""
_ENVIRONMENT = ("url", "device", "language", "customer", "segment")


def _about_the_visit(condition: Condition) -> Condition:
    return _about(condition, _ENVIRONMENT, "who is asked may depend on url, device, language, customer: and segment:")


def _about_the_event(condition: Condition) -> Condition:
    return _about(condition, ("event",), "a trigger's condition looks at event: only")


def _about(condition: Condition, kinds: tuple[str, ...], rule: str) -> Condition:
    for source in sources(condition):
        if source.partition(":")[0] not in kinds:
            raise ValueError(f"{rule}; not at {source}")
    return condition


class PageView(Value):
    """A page was opened."""

    on: Literal["page"]


class RouteChange(Value):
    """A single-page application moved to another address."""

    on: Literal["route"]


class Click(Value):
    """Something that fits a CSS selector was clicked."""

    on: Literal["click"]
    selector: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]


class Custom(Value):
    """The host's code reported an event by `voc.track`."""

    on: Literal["event"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"\S")]
    where: Annotated[Condition, AfterValidator(_about_the_event)] = ALWAYS
    """Over the event's properties: sources are `event:PROPERTY`."""


class Scroll(Value):
    """The page was scrolled this far down; 0–1."""

    on: Literal["scroll"]
    share: float = Field(ge=0, le=1)


class Delay(Value):
    """This long after the page was opened."""

    on: Literal["delay"]
    seconds: float = Field(ge=0, le=3_600)


class ExitIntent(Value):
    """The pointer left towards the window's edge, or the page is about to be left."""

    on: Literal["exit"]


class Idle(Value):
    """Nothing was touched for this long."""

    on: Literal["idle"]
    seconds: float = Field(ge=1, le=3_600)


class TabOpened(Value):
    """The feedback tab at the window's edge was opened."""

    on: Literal["tab"]


Trigger = Annotated[
    PageView | RouteChange | Click | Custom | Scroll | Delay | ExitIntent | Idle | TabOpened, Field(discriminator="on")
]


class Frequency(Value):
    """How often one person may be asked, counted from that person's last ask."""

    every_days: int | None = Field(default=None, ge=0, le=3_650)
    """None: once ever; 0: always."""
    group: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")] | None = None
    """Surveys of one group share the gap: an ask of one counts for all."""
    override_quiet: bool = False
    """Whether the workspace's quiet days do not apply."""


class Targeting(Value):
    """Who is asked on a website or in an app, and when."""

    triggers: list[Trigger] = Field(default=[], max_length=20)
    """None: shown by `voc.show`, inline or by its link only."""
    where: Annotated[Condition, AfterValidator(_about_the_visit)] = ALWAYS
    """Sources: `url`, `device`, `language`, `customer:ATTRIBUTE`, `segment:ID`."""
    sample_share: float = Field(default=1, ge=0, le=1)
    """Share of all persons; a person is in or out for good."""
    frequency: Frequency = Frequency()


Origin = Annotated[
    str, StringConstraints(max_length=300, pattern=r"^https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$")
]
"""As browsers send it: scheme, host in lower case and ASCII, perhaps a port; no path, no slash at the end."""


class Policy(Value):
    """What a workspace demands of all its surveys together."""

    quiet_days: int = Field(default=0, ge=0, le=365)
    """Days between any two asks of one person; 0: none."""
    per_session: int = Field(default=1, ge=1, le=100)
    """Asks in one visit."""
    per_page: int = Field(default=1, ge=1, le=100)
    """Asks on one page view."""
    signed: bool = False
    """Whether a customer's id counts only with a valid signature."""
    origins: list[Origin] = Field(default=[], max_length=50)
    """Web origins that may ask; none: all."""
