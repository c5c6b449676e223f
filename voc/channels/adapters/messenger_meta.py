"""Messenger: conversations with a Facebook page."""

from voc.channels.adapters.meta import Meta
from voc.channels.domain import Channel


class MessengerMeta(Meta):
    """Messenger Platform. Docs: https://developers.facebook.com/docs/messenger-platform

    Subscribe the page to `messages`, `messaging_postbacks` and `message_deliveries`. A person has another id with every
    page. Quirk: the app's webhook is one for all its pages, so one app serves one workspace.
    """

    kind = "messenger.meta"
    channel = Channel.messenger
    title = "Facebook Messenger"
    docs = "https://developers.facebook.com/docs/messenger-platform"
    object = "page"
    limit_characters = 2_000
