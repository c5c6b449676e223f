"""Files that respondents send, in GridFS: every process reaches them, and a backup of the database holds them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile
from litestar.exceptions import InternalServerException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from voc import outbox
from voc.clock import stamp
from voc.database import durable, flush
from voc.errors import Invalid, NotFound
from voc.queue import Task
from voc.responses.documents import Upload
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, SurveyState, refusal
from voc.surveys.questions.file import FileQuestion
from voc.values import new_id
from voc.web.bodies import Gone, SlowBody
from voc.web.content import IMAGES, PDF, TEXT, WrongFileType, media_type, plain_name

BUCKET = "upload_content"
UNCLAIMED = timedelta(days=1)
"""How long a file waits for the response that names it."""
LARGEST_BYTES = 10 * 1024 * 1024 + 1
"""The largest limit that a question may set, and a byte, so that the question's own message is heard."""
DEADLINE_SECONDS = 300.0
"""How long a file may take to arrive: ten megabytes over a slow phone."""


async def store(
    workspace: str, survey_id: str, question_id: str, name: str, body: AsyncIterator[bytes], *, now: datetime
) -> Upload:
    """Store a file for an answer to come.

    Raises:
        NotFound: no such published survey in this workspace.
        SurveyClosed: it takes no answers; a paused one takes those of who has begun.
        Invalid: the question takes no files, or the file is empty.
        RequestEntityTooLarge: larger than the question allows.
        SlowBody: it took longer than `DEADLINE_SECONDS`.
        Gone: the sender left before it was complete.
        WrongFileType: its content is of no type that the question takes, whatever its name says.
    """
    survey = await surveys.version(workspace, survey_id)
    paused = survey.state == SurveyState.paused  # who has begun may finish
    state = SurveyState.published if paused else survey.state
    if reason := refusal(state, survey.definition.schedule, at=now):
        raise SurveyClosed(reason, survey=survey.id)
    question = survey.definition.question(question_id)
    if not isinstance(question, FileQuestion):
        raise Invalid("This question takes no files.", question=question_id[:60])
    content = await _read(body, limit=question.limit_mb * 1024 * 1024)
    kind = media_type(content)
    if _family(kind) not in question.kinds:
        raise WrongFileType("This question takes " + ", ".join(question.kinds) + ".", kind=kind)
    stored = Upload(
        id=new_id("fil", now),
        workspace=workspace,
        survey=survey.id,
        question=question_id,
        name=plain_name(name) or "file",
        kind=kind,
        size=len(content),
        at=stamp(now),
    )
    await _keep(stored, content, now=now)
    return stored


async def claim(workspace: str, survey: str, files: Mapping[str, Sequence[str]]) -> set[str]:
    """Keep files for good, because a response names them.

    Args:
        workspace: whose survey.
        survey: the survey.
        files: ids by question.

    Returns:
        The questions that name a file which nobody sent for them.
    """
    ids = [id_ for each in files.values() for id_ in each]
    if not ids:
        return set()
    sent = {"_id": {"$in": ids}, "workspace": workspace, "survey": survey}
    await durable(Upload).update_many(sent, {"$set": {"claimed": True}})
    rows = await Upload.get_pymongo_collection().find(sent, {"question": 1}).to_list()
    there = {(row["_id"], row["question"]) for row in rows}
    return {question for question, each in files.items() if not all((id_, question) in there for id_ in each)}


async def read(workspace: str, id_: str) -> tuple[Upload, bytes]:
    """A stored file and its content.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Upload.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such file.", file=id_)
    try:
        stream = await _bucket().open_download_stream(id_)
    except NoFile as error:
        raise NotFound("No such file.", file=id_) from error
    return Upload.model_validate(row | {"claimed": bool(row["claimed"])}), await stream.read()


async def remove(id_: str) -> None:
    """Remove a file that no response names; nothing happens to one that was named meanwhile.

    Nobody can name it from the first step on, and a crash in between leaves a record that is found again.
    """
    hidden = {"$set": {"survey": ""}}
    gone = await Upload.get_pymongo_collection().update_one({"_id": id_, "claimed": False}, hidden)
    if gone.matched_count:
        with suppress(NoFile):
            await _bucket().delete(id_)
        await Upload.get_pymongo_collection().delete_one({"_id": id_})


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(Upload.get_pymongo_collection().database, bucket_name=BUCKET)


async def _keep(stored: Upload, content: bytes, *, now: datetime) -> None:
    """Tidying is asked for first, then the record comes: content that neither knows would stay for ever."""
    await outbox.request(stored.workspace, Task.tidy_uploads, at=now + UNCLAIMED)
    await Upload.get_pymongo_collection().insert_one(stored.model_dump(by_alias=True))
    await _bucket().upload_from_stream_with_id(stored.id, stored.name, content)
    await flush(Upload)


async def _read(body: AsyncIterator[bytes], *, limit: int) -> bytes:
    content = bytearray()
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            async for chunk in body:
                content += chunk
                if len(content) > limit:
                    raise RequestEntityTooLarge(f"The file is larger than {limit // (1024 * 1024)} MB.")
    except TimeoutError as error:
        raise SlowBody(f"The file did not arrive within {DEADLINE_SECONDS:.0f} s.") from error
    except InternalServerException as error:
        raise Gone("The client left before its file was complete.") from error
    if not content:
        raise Invalid("The file is empty.")
    return bytes(content)


def _family(kind: str) -> str:
    if kind in IMAGES:
        return "image"
    return {PDF: "pdf", TEXT: "text"}.get(kind, kind)
