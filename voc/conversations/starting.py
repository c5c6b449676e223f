"""A survey begins as a conversation."""

import hashlib
from datetime import datetime
from typing import Any

from voc import vault
from voc.channels.domain import Channel
from voc.channels.outgoing import Content
from voc.clock import stamp
from voc.conversations import effects, framing, keeping, queries, sealing
from voc.conversations.domain import begin as first_step
from voc.conversations.runs import EXPIRES, Run
from voc.conversations.wording.suitability import suitability
from voc.customers.contacts import without_contacts
from voc.customers.domain import customer_id
from voc.errors import VocError
from voc.surveys.schemas import PublishedSurvey
from voc.values import Value

Row = dict[str, Any]
SILENT = (Channel.api, Channel.kakao)
"""Channels on which nothing can be said by itself."""


class NotSuitable(VocError):
    """The survey begins with something that a message cannot ask."""

    slug, title, status = "not-suitable", "Not for a conversation", 409


class Respondent(Value):
    """Whom to ask, where."""

    ref: str
    """What the customer is called: `voc.customers.domain.Person.ref`."""
    channel: Channel
    address: str
    """As `contacts.normalise` spells it."""
    language: str
    attributes: dict[str, Any] = {}
    """What the survey's logic may look at; frozen now, contacts left out."""


class Errand(Value):
    """Why, and how else they may answer."""

    submission_id: str | None = None
    """Of the response; the same as the page's that `link` leads to, so that both continue one response."""
    link: str | None = None
    """Where the survey can be gone on with on a page."""
    ask: str | None = None
    """The ask in the contact ledger that it answers."""
    invitation: str | None = None
    sender: str = ""
    """Who asks, as the customer should read it; by default the workspace's name."""
    opening: str = ""
    """Said before the first question."""
    hidden: dict[str, Any] = {}
    """The survey's hidden fields."""
    reminds: bool = True
    """Whether the conversation reminds by itself, once and after a day."""


async def begin(survey: PublishedSurvey, who: Respondent, errand: Errand, *, now: datetime) -> Content | None:
    """Store a run and return its first question, for the caller to send; nothing is sent here.

    The same errand (submission) begun again returns the same question, as long as it was not answered.

    Returns:
        None where they are in the middle of something else, or have answered already: ask later, or not at all.

    Raises:
        NotSuitable: the survey begins with something that a message cannot ask.
    """
    if not suitability(survey.definition).fits:
        raise NotSuitable("This survey begins with a question that a message cannot ask. Send its link.")
    workspace = survey.workspace
    run = _run(survey, who, errand, await effects.sender_name(workspace, None), now=now)
    first = first_step(run, definition=survey.definition, now=now, opening=errand.opening)
    id_ = queries.conversation_id(workspace, who.channel, who.address)
    known = {"customer": customer_id(workspace, who.ref), "ref": who.ref}
    await keeping.opened(workspace, who.channel, who.address, now=now, **known)
    granted: list[bool] = []

    def start(row: Row) -> Row:
        before = sealing.run_of(row)
        same = before is not None and before.submission_id == run.submission_id
        granted[:] = [
            _is_free(before, now=now) or (same and before is not None and before.is_open and not before.answers)
        ]
        if not granted[0] or first.run is None:
            return {}
        said = {"last_at": max(row["last_at"], stamp(now)), "language": who.language}
        return known | said | {"run": sealing.run_kept(workspace, first.run)}

    row = await keeping.changed(workspace, id_, start, now=now)
    if not granted[0] or not first.said:
        return None
    (said,) = first.said
    return framing.continues(row).model_copy(update={"text": said.text, "choices": said.choices})


def submission_of(workspace: str, survey: str, address: str, at: datetime) -> str:
    """A submission id that nobody can guess, for a run without an invitation."""
    return (
        "cnv-"
        + hashlib.sha256(
            vault.sign("conversation", f"{workspace}\0{survey}\0{address}\0{stamp(at)}").encode()
        ).hexdigest()[:32]
    )


def _is_free(before: Run | None, *, now: datetime) -> bool:
    return before is None or not before.is_open or before.is_over(now)


def _run(survey: PublishedSurvey, who: Respondent, errand: Errand, sender: str, *, now: datetime) -> Run:
    definition = survey.definition
    hidden = {name: value for name, value in errand.hidden.items() if name in definition.hidden}
    return Run(
        survey=survey.id,
        version=survey.version,
        submission_id=errand.submission_id or submission_of(survey.workspace, survey.id, who.address, now),
        language=who.language,
        asked_at=stamp(now),
        expires_at=stamp(now + EXPIRES),
        hidden=hidden,
        customer=without_contacts(who.attributes),
        link=errand.link,
        ask=errand.ask,
        invitation=errand.invitation,
        reminds=errand.reminds and who.channel not in SILENT,
        sender=errand.sender or sender,
    )
