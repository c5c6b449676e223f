"""What comes in for `sms.http`: one JSON object, or a list of at most 1,000.

    {"type": "message", "id": "in-1", "from": "+821012345678", "text": "9점이요", "to": "15441234", "at": "…"}
    {"type": "status", "id": "st-1", "message": "the provider's id", "status": "delivered"}
    {"type": "refusal", "id": "no-1", "from": "+821012345678"}

`id` is the event's own: sent again it counts once. A status names the message by the provider's id (`message`) or by
ours (`reference`, what the provider got as `{id}`). Fields that are not named here are passed over.
"""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from voc.channels.domain import Event, Inbound, Refusal, Status, StatusUpdate
from voc.web.bodies import decode, validate

_Id = Annotated[str, Field(min_length=1, max_length=200)]
_Number = Annotated[str, Field(min_length=1, max_length=40)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: _Id
    at: AwareDatetime | None = None


class _Message(_Said):
    type: Literal["message"]
    sender: _Number = Field(alias="from")
    to: _Number | None = None
    text: str = Field(max_length=20_000)

    def event(self) -> Event:
        return Inbound(event_id=self.id, sender=self.sender, to=self.to, text=self.text, at=self.at)


class _Status(_Said):
    type: Literal["status"]
    message: _Id | None = None
    reference: _Id | None = None
    status: Literal["sent", "delivered", "bounced", "failed", "unsubscribed"]
    permanent: bool = False
    """Of `bounced`: the number is no good, and nothing more is sent to it."""
    reason: str | None = Field(None, max_length=500)

    @model_validator(mode="after")
    def _named(self) -> "_Status":
        if not (self.message or self.reference):
            raise ValueError("a status names its message: message (the provider's id) or reference (ours)")
        return self

    def event(self) -> Event:
        return StatusUpdate(
            event_id=self.id, status=Status(self.status), provider_id=self.message, delivery=self.reference,
            permanent=self.permanent, reason=self.reason, at=self.at,
        )  # fmt: skip


class _Refusal(_Said):
    type: Literal["refusal"]
    sender: _Number = Field(alias="from")
    lifted: bool = False
    """Whether they want messages again."""

    def event(self) -> Event:
        return Refusal(event_id=self.id, address=self.sender, lifted=self.lifted, at=self.at)


_One = Annotated[_Message | _Status | _Refusal, Field(discriminator="type")]
_ALL = TypeAdapter(Annotated[list[_One], Field(max_length=1_000)])


def read(body: bytes) -> list[Event]:
    """The events of a body.

    Raises:
        Invalid: it is not written as described above.
    """
    value = decode(body)
    return [each.event() for each in validate(_ALL, value if isinstance(value, list) else [value])]
