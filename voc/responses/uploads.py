"""Files that respondents send, in GridFS: every process reaches them, and a backup of the database holds them."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import puremagic
from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from voc.clock import stamp
from voc.errors import Invalid, NotFound, VocError
from voc.responses.documents import Response
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, refusal
from voc.surveys.questions.file import FileQuestion
from voc.values import Value, new_id

BUCKET = "uploads"
LARGEST_BYTES = 10 * 1024 * 1024 + 1
"""The largest limit that a question may set, and a byte, so that the question's own message is heard."""
IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
PDF = "application/pdf"


class WrongFileType(VocError):
    """The file's content is not of a type that the question takes."""

    slug, title, status = "wrong-file-type", "Wrong type of file", 415


class StoredFile(Value):
    """A file that somebody sent."""

    id: str
    workspace: str
    survey: str
    question: str
    name: str
    kind: str
    """Media type, found in its content."""
    size: int
    """Bytes."""


async def store(
    workspace: str, survey_id: str, question_id: str, name: str, body: AsyncIterator[bytes], *, now: datetime
) -> StoredFile:
    """Store a file for an answer to come.

    Raises:
        NotFound: no such published survey in this workspace.
        SurveyClosed: it takes no new answers.
        Invalid: the question takes no files, or the file is empty.
        RequestEntityTooLarge: larger than the question allows.
        WrongFileType: its content is of no type that the question takes, whatever its name says.
    """
    survey = await surveys.version(workspace, survey_id)
    if reason := refusal(survey.state, survey.definition.schedule, at=now):
        raise SurveyClosed(reason, survey=survey.id)
    question = survey.definition.question(question_id)
    if not isinstance(question, FileQuestion):
        raise Invalid(f"The question {question_id!r} takes no files.")
    content = await _read(body, limit=question.limit_mb * 1024 * 1024)
    kind = _kind(content)
    if _family(kind) not in question.kinds:
        raise WrongFileType("This question takes " + ", ".join(question.kinds) + ".", kind=kind)
    stored = StoredFile(
        id=new_id("fil", now),
        workspace=workspace,
        survey=survey.id,
        question=question_id,
        name=_plain(name) or "file",
        kind=kind,
        size=len(content),
    )
    metadata = stored.model_dump() | {"at": stamp(now)}
    await _bucket().upload_from_stream_with_id(stored.id, stored.name, content, metadata=metadata)
    return stored


async def missing(workspace: str, survey: str, files: Mapping[str, Sequence[str]]) -> set[str]:
    """The questions that name a file which nobody sent for them.

    Args:
        workspace: whose survey.
        survey: the survey.
        files: ids by question.
    """
    ids = [id_ for each in files.values() for id_ in each]
    if not ids:
        return set()
    found = {stored._id: stored.metadata or {} async for stored in _bucket().find({"_id": {"$in": ids}})}
    place = {"workspace": workspace, "survey": survey}

    def sent(id_: str, question: str) -> bool:
        metadata = found.get(id_, {})
        return all(metadata.get(name) == value for name, value in (place | {"question": question}).items())

    return {question for question, each in files.items() if not all(sent(id_, question) for id_ in each)}


async def read(workspace: str, id_: str) -> tuple[StoredFile, bytes]:
    """A stored file and its content.

    Raises:
        NotFound: not in this workspace.
    """
    try:
        stream = await _bucket().open_download_stream(id_)
    except NoFile as error:
        raise NotFound("No such file.", file=id_) from error
    metadata: dict[str, Any] = dict(stream.metadata or {})
    if metadata.get("workspace") != workspace:
        raise NotFound("No such file.", file=id_)
    return StoredFile.model_validate({name: metadata[name] for name in StoredFile.model_fields}), await stream.read()


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(Response.get_pymongo_collection().database, bucket_name=BUCKET)


async def _read(body: AsyncIterator[bytes], *, limit: int) -> bytes:
    content = bytearray()
    async for chunk in body:
        content += chunk
        if len(content) > limit:
            raise RequestEntityTooLarge(f"The file is larger than {limit // (1024 * 1024)} MB.")
    if not content:
        raise Invalid("The file is empty.")
    return bytes(content)


def _kind(content: bytes) -> str:
    """The media type that the content has, judged by all candidates: an image must not be anything else as well."""
    try:
        found = [match.mime_type for match in puremagic.magic_string(content)]
    except (puremagic.PureError, ValueError):
        found = []
    if found and (found[0] in IMAGES or found[0] == PDF):
        return found[0]
    return "text/plain" if _is_text(content) else (found[0] if found and found[0] else "application/octet-stream")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # a page or a script that calls itself text is one all the same
    return "\0" not in text and not text.lstrip("\ufeff \t\r\n").startswith(("<", "#!", "%!"))


def _family(kind: str) -> str:
    if kind in IMAGES:
        return "image"
    return {PDF: "pdf", "text/plain": "text"}.get(kind, kind)


def _plain(name: str) -> str:
    """The file's name without a path or anything that a terminal or a header might obey."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:120].strip(" .")
