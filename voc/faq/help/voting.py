"""What visitors say of entries: once each, and not too often."""

import hashlib
from datetime import datetime, timedelta

from voc import vault
from voc.clock import stamp
from voc.database import durable
from voc.errors import VocError
from voc.faq.help import queries
from voc.faq.help.documents import HelpVote, HelpWrites
from voc.faq.help.schemas import WORDS_LIMIT_CHARACTERS, Asked
from voc.faq.help.visitors import Visitor
from voc.feedback.domain import Kind, SubmissionConflict
from voc.feedback.schemas import FeedbackIn
from voc.feedback.service import receive

WRITES_LIMIT = 40
"""Votes and words from one place within an hour: a household reading everything, but no program."""
CHANNEL = "web"
_HOUR_MS = timedelta(hours=1) // timedelta(milliseconds=1)


class TooManyWrites(VocError):
    """One place wrote more than people do."""

    slug, title, status, transient = "too-many-writes", "Too many at once", 429, True


async def vote(workspace: str, entry: str, *, helped: bool, visitor: Visitor, now: datetime) -> None:
    """Count whether an entry helped; of the same visitor the last vote counts.

    Raises:
        NotFound: it is not given out.
        TooManyWrites: too many came from there.
    """
    await queries.published_one(workspace, entry)
    await _bound(workspace, visitor, now=now)
    said = {"workspace": workspace, "entry": entry, "helped": int(helped), "at": stamp(now)}
    id_ = vote_id(workspace, entry, visitor)
    await durable(HelpVote).update_one({"_id": id_}, {"$set": said}, upsert=True)


async def tell(workspace: str, entry: str, text: str, *, visitor: Visitor, now: datetime) -> bool:
    """Keep what somebody missed in an entry as feedback, of the kind that the model reads; whether it was kept.

    Raises:
        NotFound: it is not given out.
        TooManyWrites: too many came from there.
    """
    found = await queries.published_one(workspace, entry)
    text = text.replace("\x00", "").strip()[:WORDS_LIMIT_CHARACTERS]
    if not text:
        return False
    await _bound(workspace, visitor, now=now)
    words = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    said = FeedbackIn(
        submission_id=f"help:{vote_id(workspace, entry, visitor)}:{words}", text=text, channel=CHANNEL,
        attributes={"faq_entry": entry, "faq_question": found.question[:1_000]},
    )  # fmt: skip
    await receive(workspace, [said], now=now, source="help")
    return True


async def ask(workspace: str, asked: Asked, *, visitor: Visitor, now: datetime) -> str:
    """Keep a question that nothing here answered as feedback; the id of the feedback.

    Raises:
        SubmissionConflict: the same submission came before with other words.
        TooManyWrites: too many came from there.
    """
    await _bound(workspace, visitor, now=now)
    said = FeedbackIn(
        submission_id=f"help:{asked.submission_id}", text=asked.text, channel=CHANNEL, customer=asked.customer,
        attributes={"faq_searched": asked.searched} if asked.searched else {},
    )  # fmt: skip
    (received,) = await receive(workspace, [said], now=now, source="help", kind=Kind.question)
    if received.status == "conflict" or received.id is None:
        raise SubmissionConflict("This submission_id came before with another question.", feedback=received.id)
    return received.id


def vote_id(workspace: str, entry: str, visitor: Visitor) -> str:
    """The same for the same visitor and entry, and nothing that two entries share."""
    return f"hv_{vault.blind(workspace, f'help vote {entry}', f'{visitor.place} {visitor.program}')}"


async def _bound(workspace: str, visitor: Visitor, *, now: datetime) -> None:
    """Count a write before it happens.

    Raises:
        TooManyWrites: it is one too many.
    """
    hour = stamp(now) // _HOUR_MS
    id_ = f"hw_{vault.blind(workspace, f'help writes {hour}', visitor.place)}"
    hours = HelpWrites.get_pymongo_collection()
    known = {"$inc": {"writes": 1}, "$set": {"workspace": workspace, "until": (hour + 1) * _HOUR_MS}}
    row = await hours.find_one_and_update({"_id": id_}, known, upsert=True, return_document=True)
    if row["writes"] == 1:
        await hours.delete_many({"workspace": workspace, "until": {"$lte": stamp(now)}})
    if row["writes"] > WRITES_LIMIT:
        seconds = max(1, ((hour + 1) * _HOUR_MS - stamp(now)) // 1_000)
        raise TooManyWrites("Too much was sent from here. Try again later.", retry_after_seconds=seconds)
