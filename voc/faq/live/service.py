"""What follows the thanks: chosen once for each response, and what people say to it is kept."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import vault
from voc.asks.domain import Afterwards
from voc.clock import stamp
from voc.database import durable
from voc.errors import NotFound
from voc.faq import shelf
from voc.faq.exporting.article import Article
from voc.faq.help import queries as published
from voc.faq.live import queries
from voc.faq.live.documents import LiveOffer
from voc.faq.live.domain import SURE, is_question
from voc.faq.live.missing import question
from voc.faq.live.schemas import LiveOut, LiveReceived, LiveSaid, Offered
from voc.faq.matching import OFFERED
from voc.feedback import queries as feedback
from voc.feedback.domain import Kind
from voc.feedback.schemas import CustomerIn, FeedbackIn, FeedbackOut
from voc.feedback.service import receive
from voc.responses import queries as responses
from voc.surveys import queries as surveys
from voc.surveys.definition import Definition
from voc.surveys.texts import in_language
from voc.themes import queries as themes

Row = dict[str, Any]
AGAIN_MS = 700
WAITS = timedelta(seconds=8)
"""For the model to read what was written; nobody looks at thanks for longer."""
SPOKEN = ("ko", "en")
"""What the service itself speaks."""


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
    survey = await surveys.version(workspace, response["survey"], response["version"])
    texts = _texts(response, survey.definition)
    own = survey.definition.afterwards
    if wanted.answers and own.answers and (answer := await _answer(workspace, list(texts.values()), now=now)):
        return await _offer(response, base, now=now, entry=answer.id)
    if not wanted.follow_up or own.follow_up == "none" or not texts:
        return LiveOut()
    return await _ask_back(response, survey.definition, list(texts), base, now=now)


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
            attributes={"follow_up": known["asked"]} | ({"follows": known["about"]} if known.get("about") else {}),
        )  # fmt: skip
        origin = {"source": response["survey"], "response": response["_id"], "segments": response.get("segments") or []}
        await receive(workspace, [item], now=now, **origin)
    return LiveReceived(id=known["_id"])


async def _finished(workspace: str, submission_id: str) -> Row:
    row = await responses.submission(workspace, submission_id)
    if row is None or not row["finished"]:
        raise NotFound("There is no such response, or it is not finished.")
    return row


def _texts(response: Row, definition: Definition) -> dict[str, str]:
    """Open answers by question."""
    said = {each.id: response["answers"].get(each.id, "") for each in definition.questions if each.type == "text"}
    return {id_: text for id_, text in said.items() if text.strip()}


async def _ask_back(response: Row, definition: Definition, texts: list[str], base: str, *, now: datetime) -> LiveOut:
    """One question about a complaint, unless the respondent was asked one before; `texts`: ids of open questions."""
    workspace = response["workspace"]
    if await queries.was_asked_back(workspace, response["customer_id"], response["visitor"]):
        return LiveOut()
    complaint, read = await _complaint(workspace, response["_id"], texts)
    if complaint is None:
        waits = not read and stamp(now) - response["updated_at"] < WAITS // timedelta(milliseconds=1)
        return LiveOut(again_ms=AGAIN_MS if waits else None)
    asked = await _question_back(response, complaint, definition)
    return await _offer(response, base, now=now, asked=asked, about=complaint.id, once=_once(response))


async def _question_back(response: Row, complaint: FeedbackOut, definition: Definition) -> str:
    """The author's own, or the one for what the complaint leaves out; in the language that it is written in."""
    spoken = complaint.language if complaint.language in SPOKEN else response["language"] or ""
    own = definition.afterwards
    if own.follow_up == "own" and own.question:
        return in_language(own.question, spoken or definition.first_language, definition.first_language)
    keywords = (await themes.one(response["workspace"], complaint.theme)).keywords if complaint.theme else []
    return question(complaint.text, keywords, spoken)


def _once(response: Row) -> str | None:
    """Stands for a respondent; None for one whom nothing tells from others."""
    who = response["customer_id"] or response["visitor"]
    return vault.blind(response["workspace"], "asked back", who) if who else None


async def _answer(workspace: str, texts: list[str], *, now: datetime) -> Article | None:
    """The approved answer to a question among the texts, if one is near enough to be meant."""
    asked = [text for text in texts if is_question(text)]
    if not asked:
        return None
    index = await shelf.index(workspace, now=now)
    found = [match for text in asked for match in index.nearest(text, limit=1, least=OFFERED)]
    best = max(found, key=lambda match: match.likeness, default=None)
    if best is None:
        return None
    with suppress(NotFound):  # it was taken back at this moment
        return await published.published_one(workspace, best.key)
    return None


async def _complaint(workspace: str, response: str, questions: list[str]) -> tuple[FeedbackOut | None, bool]:
    """The surest complaint among a response's texts, and whether the model has read all of them."""
    stored = await feedback.submissions(workspace, [f"{response}:{id_}" for id_ in questions])
    rows = (await feedback.many(workspace, [row["_id"] for row in stored.values()])).values()
    complaints = [row for row in rows if row.kind == Kind.complaint and (row.kind_confidence or 0.0) >= SURE]
    surest = max(complaints, key=lambda row: row.kind_confidence or 0.0, default=None)
    return surest, len(rows) == len(questions) and all(row.kind for row in rows)


async def _offer(response: Row, base: str, *, now: datetime, **what: Any) -> LiveOut:
    whom = {"customer": response["customer_id"], "visitor": response["visitor"]}
    made = LiveOffer(id=response["_id"], workspace=response["workspace"], at=stamp(now), **whom, **what)
    with suppress(DuplicateKeyError):  # the same at once, or a respondent is asked back a second time
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
