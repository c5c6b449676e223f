"""Where issues stand, what that means for items, and who moves whom; pure."""

import hashlib
import uuid
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic import model_validator

from voc.backlog.workflow.domain import FINISHED, MOVES, Status
from voc.errors import VocError
from voc.values import Value


class IssueState(StrEnum):
    """Where an issue stands, as far as all providers know it."""

    open = "open"
    started = "started"
    done = "done"
    dropped = "dropped"
    """Closed, and it will not be done."""


class Trouble(StrEnum):
    """Why a provider did not do what was asked."""

    token = "token"
    """It does not know the token."""
    forbidden = "forbidden"
    """The token may not do this."""
    missing = "missing"
    """No such project or issue, or none that the token may see."""
    off = "off"
    """The project has no issues."""
    refused = "refused"
    """It took the call for nonsense; its words come along."""
    transition = "transition"
    """Its workflow leads nowhere from here."""
    busy = "busy"
    """It asks us to wait."""
    down = "down"
    """No answer, or one that means that it is out of order."""
    address = "address"
    """The address may not be called."""
    secret = "secret"
    """The installation has another secret than when the tracker was connected."""
    stopped = "stopped"
    """A worker stopped each time it tried."""


class Doubt(StrEnum):
    """What may yet go wrong at a project that the token can read."""

    others = "others"
    """Its account may make issues, and perhaps not move those that others made."""
    unsaid = "unsaid"
    """The provider does not tell whether the token may write issues."""


class Checked(Value):
    """A connection that works, as far as can be told without writing anything."""

    name: str
    """What the provider calls the project."""
    doubt: Doubt | None = None


PASSING = frozenset({Trouble.busy, Trouble.down})
"""What may be over later, without anybody doing anything."""


class TrackerTrouble(VocError):
    """A provider did not do what was asked; `values["reason"]` is a `Trouble`."""

    slug, title, status = "tracker-trouble", "The tracker did not take it", 502

    @property
    def reason(self) -> Trouble:
        """Why."""
        return Trouble(self.values["reason"])


class NoIssueNamed(VocError):
    """What was entered names no issue of the tracker."""

    slug, title, status = "no-issue-named", "No issue named", 400


class LinkedAlready(VocError):
    """The item, or the issue, has its counterpart."""

    slug, title, status = "linked-already", "Linked already", 409


class TooManyTrackers(VocError):
    """A workspace has as many as it may."""

    slug, title, status = "too-many-trackers", "Too many trackers", 409


class Rules(Value):
    """What a move on one side means on the other; what is not named moves nothing."""

    out: dict[Status, IssueState]
    """From the item to the issue."""
    into: dict[IssueState, Status]
    """From the issue to the item."""

    @model_validator(mode="after")
    def _known(self) -> "Rules":
        """Undecided items are nobody's wish."""
        if Status.new in self.into.values():
            raise ValueError("an issue makes no item new")
        return self


OUT: Mapping[Status, IssueState] = {
    Status.new: IssueState.open,
    Status.under_review: IssueState.open,
    Status.planned: IssueState.open,
    Status.in_progress: IssueState.started,
    Status.shipped: IssueState.done,
    Status.closed: IssueState.done,
    Status.declined: IssueState.dropped,
}
INTO: Mapping[IssueState, Status] = {
    IssueState.open: Status.under_review,
    IssueState.started: Status.in_progress,
    IssueState.done: Status.shipped,
    IssueState.dropped: Status.declined,
}
_COARSER = {IssueState.started: IssueState.open, IssueState.dropped: IssueState.done}


def usual(states: Collection[IssueState]) -> Rules:
    """The rules that a tracker begins with.

    Args:
        states: those that the provider knows; always `open` and `done`.
    """
    out = {status: state if state in states else _COARSER[state] for status, state in OUT.items()}
    return Rules(out=out, into={state: status for state, status in INTO.items() if state in states})


class Seen(NamedTuple):
    """Both sides at one moment."""

    item: Status | None
    """None: never looked at, so that where it stands is news to an issue made of it."""
    issue: IssueState


class Decision(NamedTuple):
    """What is to be moved; at most one of them."""

    issue_to: IssueState | None = None
    item_to: Status | None = None


def decide(before: Seen, now: Seen, rules: Rules) -> Decision:
    """Who moves whom, from what changed since both were last looked at.

    Where both moved apart, what people decided about the item stands: they saw the customers' words.
    """
    if now.item is None:
        return Decision()
    wanted = rules.out.get(now.item)
    if now.item != before.item and wanted is not None and wanted != before.issue:
        return Decision(issue_to=wanted if wanted != now.issue else None)
    if now.issue == before.issue or wanted == now.issue:
        return Decision()
    target = rules.into.get(now.issue)
    return Decision(item_to=reachable(now.item, target) if target is not None else None)


def reachable(here: Status, target: Status) -> Status | None:
    """The status nearest to a wanted one that an item may go to; None: it stays.

    What is done is closed where it cannot be shipped; what lives again is reviewed where it cannot be planned, and
    what was shipped is then in progress.
    """
    nearest = (Status.closed,) if target in FINISHED else (Status.under_review, Status.in_progress)
    if here == target:
        return None
    return next((each for each in (target, *nearest) if each in MOVES[here]), None)


def link_id(item: str) -> str:
    """The id of an item's link: there is one."""
    return "tl_" + item.removeprefix("bl_")


def reference(link: str, made_at: int) -> str:
    """What an issue bears so that it is found again; another one where an item is unlinked and gets a new issue."""
    return "voc" + hashlib.sha256(f"{link}\0{made_at}".encode()).hexdigest()[:20]


def reference_uuid(reference_: str) -> str:
    """The same in the form of a UUID of version 4, for providers that let us choose an issue's id."""
    return str(uuid.UUID(bytes=hashlib.sha256(reference_.encode()).digest()[:16], version=4))
