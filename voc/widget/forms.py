"""Forms of the widget's settings."""

from pydantic import Field

from voc.web.forms import Form


class PolicyForm(Form):
    """Gaps, caps and sites."""

    quiet_days: str = ""
    per_session: str = ""
    per_page: str = ""
    origins: str = ""


class IdentityForm(Form):
    """Whether customers must be signed."""

    signed: str = ""


class ChatForm(Form):
    """The chat's button, and what it says first."""

    button: str = ""
    greeting_en: str = ""
    greeting_ko: str = ""


class AfterwardsForm(Form):
    """What follows the thanks."""

    answers: str = ""
    follow_up: str = ""


class SegmentForm(Form):
    """A segment to remove, or to put back: its id and JSON."""

    id: str = Field(default="", max_length=60)
    segment: str = ""
