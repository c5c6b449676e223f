"""Instagram: direct messages with a professional account."""

from typing import Literal

from pydantic import Field

from voc.channels.adapters.meta import Meta, MetaConfig
from voc.channels.domain import Channel


class InstagramConfig(MetaConfig):
    """Keys of the app and of the account, and where the token comes from."""

    host: Literal["graph.facebook.com", "graph.instagram.com"] = Field(
        "graph.facebook.com",
        title="Where the token is from",
        description="graph.facebook.com with the token of the linked page, graph.instagram.com with Instagram Login.",
    )


class InstagramMeta(Meta):
    """Instagram Messaging. Docs: https://developers.facebook.com/docs/instagram-platform/webhooks

    Subscribe to `messages`, `messaging_postbacks` and `messaging_seen`. Quirks: what the business itself sent comes as
    a message with `is_echo`, there is no field for it; an unsent message comes again with `is_deleted`; a message may
    hold 1,000 bytes of UTF-8, which are 333 Korean letters, and Meta refuses longer ones; with Instagram Login the
    requests are signed with the *Instagram* app secret.
    """

    kind = "instagram.meta"
    channel = Channel.instagram
    title = "Instagram"
    docs = "https://developers.facebook.com/docs/instagram-platform"
    object = "instagram"
    limit_characters = 1_000
    Config = InstagramConfig
    config: InstagramConfig

    @property
    def endpoint(self) -> str:
        """Where messages are sent to."""
        return f"https://{self.config.host}/{self.config.version}/me/messages"
