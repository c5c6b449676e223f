"""The outbox that is there when no provider is: it keeps messages, and a page shows them as their readers would."""

from typing import ClassVar

from voc.channels.adapters.base import Adapter, Config
from voc.channels.domain import Channel


class BuiltInOutbox(Adapter):
    """Keeps what would be sent, so that trying the product never writes to a stranger."""

    title = "Built-in outbox"
    docs = ""
    reports: ClassVar[bool] = False

    def __init__(self, channel: Channel) -> None:
        super().__init__(Config())
        self.channel = channel  # type: ignore[misc]
        self.kind = f"{channel.value}.outbox"  # type: ignore[misc]
