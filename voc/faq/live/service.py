"""What follows the thanks: chosen once for each response, and what people say to it is kept."""

from contextlib import suppress
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.asks.domain import Afterwards
from voc.clock import stamp
from voc.database import durable
from voc.errors import NotFound
from voc.faq.exporting.article import Article
from voc.faq.help import queries as published
from voc.faq.live import queries
from voc.faq.live.documents import LiveOffer
from voc.faq.live.domain import SURE, follow_up, is_question
from voc.faq.live.schemas import LiveOut, LiveReceived, LiveSaid, Offered
from voc.faq.matching import OFFERED, QuestionIndex
from voc.feedback import queries as feedback
from voc.feedback.domain import Kind
from voc.feedback.schemas import CustomerIn, FeedbackIn, FeedbackOut
from voc.feedback.service import receive
from voc.responses import queries as responses
from voc.surveys import queries as surveys
from voc.themes import queries as themes

Row = dict[str, Any]
AGAIN_MS = 700
WAITS = timedelta(seconds=8)
"""For the model to read what was written; nobody looks at thanks for longer."""
Wordings = tuple[str, ...]


async def offer(workspace: str, submission_id: str, wanted: Afterwards, *, base: str, now: datetime) -> LiveOut:
    """What follows a finished response; asked again, the same.

    Args:
        workspace: whose survey was answered.
        submission_id: of the response.
        wanted: what the workspace wants to follow.
        base: where this service's public pages are.
        now: the present.

    Raises:
        NotFound: no such response, or it is not finished.
    """
    response = await _finished(workspace, submission_id)
    if known := await queries.offered(workspace, response["_id"]):
        return LiveOut(offer=await _as_offered(workspace, known, base))
    texts = await _texts(response)
    if wanted.answers and (answer := await _answer(workspace, list(texts.values()))):
        return await _offer(response, base, now=now, entry=answer.id)
    if not wanted.follow_up or not texts:
        return LiveOut()
    complaint, read = await _complaint(workspace, response["_id"], list(texts))
    if complaint is None:
        waits = not read and stamp(now) - response["updated_at"] < WAITS // timedelta(milliseconds=1)
        return LiveOut(again_ms=AGAIN_MS if waits else None)
    keywords = (await themes.one(workspace, complaint.theme)).keywords if complaint.theme else []
    language = response["language"] or complaint.language or "en"
    asked = follow_up(complaint.text, keywords, language)
    return await _offer(response, base, now=now, asked=asked)


async def hear(workspace: str, said: LiveSaid, *, now: datetime) -> LiveReceived:
    """Keep whether an answer helped, or what a customer answers to the question that followed.

    Raises:
        NotFound: nothing was offered after such a response.
    """
    response = await _finished(workspace, said.submission_id)
    known = await queries.offered(workspace, response["_id"])
    if known is None:
        raise NotFound("Nothing was offered after this response.")
    if said.helped is not None and known["entry"]:
        mine = {"_id": known["_id"], "workspace": workspace}
        await durable(LiveOffer).update_one(mine, {"$set": {"helped": int(said.helped)}})
    if known["asked"] and (text := (said.text or "").strip()):
        item = FeedbackIn(
            submission_id=f"{response['_id']}:follow-up", text=text, channel=response["channel"], occurred_at=now,
            customer=CustomerIn(**response["customer"]) if response["customer"] else None,
            attributes={"follow_up": known["asked"]},
        )  # fmt: skip
        origin = {"source": response["survey"], "response": response["_id"], "segments": response.get("segments") or []}
        await receive(workspace, [item], now=now, **origin)
    return LiveReceived(id=known["_id"])


async def _finished(workspace: str, submission_id: str) -> Row:
    row = await responses.submission(workspace, submission_id)
    if row is None or not row["finished"]:
        raise NotFound("There is no such response, or it is not finished.")
    return row


async def _texts(response: Row) -> dict[str, str]:
    """Open answers by question."""
    survey = await surveys.version(response["workspace"], response["survey"], response["version"])
    said = {
        each.id: response["answers"].get(each.id, "") for each in survey.definition.questions if each.type == "text"
    }
    return {id_: text for id_, text in said.items() if text.strip()}


async def _answer(workspace: str, texts: list[str]) -> Article | None:
    """The approved answer to a question among the texts, if one is near enough to be meant."""
    asked = [text for text in texts if is_question(text)]
    if not asked:
        return None
    every = {each.id: each for each in await published.published(workspace)}
    index = _index(tuple((each.id, (each.question, *each.aliases)) for each in every.values()))
    found = [match for text in asked for match in index.nearest(text, limit=1, least=OFFERED)]
    best = max(found, key=lambda match: match.likeness, default=None)
    return every[best.key] if best else None


@lru_cache(maxsize=32)
def _index(known: tuple[tuple[str, Wordings], ...]) -> QuestionIndex:
    return QuestionIndex(known)


async def _complaint(workspace: str, response: str, questions: list[str]) -> tuple[FeedbackOut | None, bool]:
    """The surest complaint among a response's texts, and whether the model has read all of them."""
    stored = await feedback.submissions(workspace, [f"{response}:{id_}" for id_ in questions])
    rows = (await feedback.many(workspace, [row["_id"] for row in stored.values()])).values()
    complaints = [row for row in rows if row.kind == Kind.complaint and (row.kind_confidence or 0.0) >= SURE]
    surest = max(complaints, key=lambda row: row.kind_confidence or 0.0, default=None)
    return surest, len(rows) == len(questions) and all(row.kind for row in rows)


async def _offer(response: Row, base: str, *, now: datetime, **what: Any) -> LiveOut:
    made = LiveOffer(id=response["_id"], workspace=response["workspace"], at=stamp(now), **what)
    with suppress(DuplicateKeyError):  # asked twice at once
        await durable(LiveOffer).insert_one(made.model_dump(by_alias=True))
    known = await queries.offered(response["workspace"], response["_id"])
    return LiveOut(offer=await _as_offered(response["workspace"], known, base) if known else None)


async def _as_offered(workspace: str, known: Row, base: str) -> Offered | None:
    if not known["entry"]:
        return Offered(kind="question", title=known["asked"])
    try:
        one = await published.published_one(workspace, known["entry"])
    except NotFound:  # taken back since
        return None
    url = f"{base.rstrip('/')}/help/{workspace}#{one.id}"
    return Offered(kind="answer", title=one.question, text=one.answer, url=url)
