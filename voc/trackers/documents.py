"""The collections of trackers."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Tracker(Document):
    """A repository, project or team elsewhere that a workspace has connected."""

    id: str
    workspace: str
    kind: str
    project: str
    """As the provider names it: `acme/shop`, `SHOP`, `ENG`."""
    base_url: str
    """Where the provider is; without a slash at the end."""
    account: str = ""
    """Whose token it is, where the provider asks for both."""
    sealed_token: str
    """Hidden by `voc.vault`."""
    sealed_secret: str
    """Checks what the provider's webhook sends; hidden by `voc.vault`. Empty: none is taken."""
    rules: dict[str, Any]
    """`domain.Rules`."""
    settings: dict[str, str] = {}
    """What one provider alone needs, such as the type of issue at Jira."""
    heard_at: int | None = None
    """When its webhook last called with a good signature; a `voc.clock.stamp`."""
    created_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "trackers"
        indexes = [
            # trackers: a workspace's, in the order they were connected
            IndexModel([("workspace", ASCENDING), ("created_at", ASCENDING)], name="created"),
        ]


class TrackerLink(Outbox, Document):
    """One item and its issue. Its id follows from the item."""

    id: str
    workspace: str
    item: str
    tracker: str
    reference: str
    """By which an issue that we made is found again."""
    wish: dict[str, Any] | None = None
    """How the issue is to be written (`service.Wish`), until it is; None: it was there before. The text itself is made
    at the last moment, so that what was erased meanwhile stays so."""
    called_at: int | None = None
    """When a call to create the issue was about to be made; a `voc.clock.stamp`."""
    issue: str | None = None
    """The provider's own id of it. None: it is to be created."""
    key: str = ""
    """What people call it: `#12`, `SHOP-3`."""
    url: str = ""
    issue_title: str = ""
    issue_state: str | None = None
    """`domain.IssueState` when both sides were last looked at; None: never yet."""
    item_status: str | None = None
    """Where the item stood then."""
    heard: int = 0
    """Raised whenever something may have changed: work that began before must be done again."""
    tries: int = 0
    """Calls that failed since the last that did not."""
    trouble: str | None = None
    """`domain.Trouble` of the latest try."""
    trouble_detail: str = ""
    """In the provider's words."""
    by: str
    """Who asked for it."""
    made_at: int
    """A `voc.clock.stamp`."""
    looked_at: int | None = None
    """A `voc.clock.stamp`."""

    class Settings:
        name = "tracker_links"
        indexes = [
            # of_issue: whom a webhook concerns
            IndexModel([("workspace", ASCENDING), ("tracker", ASCENDING), ("issue", ASCENDING)], name="issue"),
            DUE_INDEX,
        ]
