"""A message to oneself, to see that a provider is connected."""

from datetime import datetime

from voc.channels import service
from voc.channels.domain import IDENTITY_OF, Purpose
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.customers import contacts
from voc.customers.domain import IdentityKind
from voc.errors import Invalid
from voc.settings import Settings
from voc.values import new_id

TEXT = "VoC is connected. / VoC가 연결되었습니다."


async def send_test(workspace: str, kind: str, to: str, text: str, *, settings: Settings, now: datetime) -> str:
    """Queue a test message through the channel of `kind`; returns the delivery's id.

    Raises:
        NotFound: nothing of that kind is connected, and the installation has none either.
        Invalid: it does not send, or `to` is no address of its channel.
    """
    adapter = await service.usable(workspace, kind, settings)
    identity = IDENTITY_OF.get(adapter.channel)
    if not adapter.sends or identity is None:
        raise Invalid(f"{adapter.title} brings messages in; it sends none.", adapter=kind)
    draft = Draft(
        origin=Origin(kind="test", id=new_id("tst", now), step="1"),
        channel=adapter.channel,
        address=contacts.normalise(IdentityKind(identity), to),
        purpose=Purpose.notice,
        adapter=kind,
        content=Content(subject=TEXT, text=text.strip() or TEXT),
    )
    return (await queue(workspace, [draft], now=now))[0]
