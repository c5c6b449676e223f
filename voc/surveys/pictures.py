"""Pictures that authors upload: content in GridFS, so that every process reaches it and a backup holds it.

A survey names one by the path where the widget finds it (`address`), which any respondent may read: an id that nobody
can guess, and nothing in it that the survey would not show anyway.
"""

from datetime import datetime

from gridfs.asynchronous import AsyncGridFSBucket
from gridfs.errors import NoFile

from voc.clock import stamp
from voc.database import flush
from voc.errors import NotFound, VocError
from voc.surveys.documents import Picture
from voc.values import new_id
from voc.web.content import IMAGES, WrongFileType, media_type, plain_name

BUCKET = "picture_content"
LIMIT_BYTES = 1024 * 1024
"""Respondents fetch every picture of a question at once, on whatever line they have."""


class PictureTooLarge(VocError):
    """The picture has more bytes than respondents should have to fetch."""

    slug, title, status = "picture-too-large", "Picture too large", 413


async def store(workspace: str, name: str, content: bytes, *, now: datetime) -> str:
    """Keep a picture.

    Args:
        workspace: whose picture.
        name: the file's; it is told back in errors and never trusted.
        content: at most `LIMIT_BYTES`.

    Returns:
        The path to name it by in a survey.

    Raises:
        PictureTooLarge: more than that.
        WrongFileType: its content is no PNG, JPEG, WebP or GIF, whatever its name says.
    """
    called = plain_name(name) or "picture"
    if len(content) > LIMIT_BYTES:
        raise PictureTooLarge(f"“{called}” is larger than 1 MB.", name=called)
    kind = media_type(content)
    if kind not in IMAGES:
        raise WrongFileType(f"“{called}” is not a PNG, JPEG, WebP or GIF.", name=called, kind=kind)
    picture = Picture(
        id=new_id("pic", now), workspace=workspace, name=called, kind=kind, size=len(content), at=stamp(now)
    )
    # the record first: content without one would stay for ever, and no survey names it before both are on disk
    await Picture.get_pymongo_collection().insert_one(picture.model_dump(by_alias=True))
    await _bucket().upload_from_stream_with_id(picture.id, picture.name, content)
    await flush(Picture)
    return address(workspace, picture.id)


async def read(workspace: str, id_: str) -> tuple[Picture, bytes]:
    """A picture and its content.

    Raises:
        NotFound: not in this workspace.
    """
    row = await Picture.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if row is None:
        raise NotFound("No such picture.", picture=id_[:60])
    try:
        stream = await _bucket().open_download_stream(id_)
    except NoFile as error:
        raise NotFound("No such picture.", picture=id_[:60]) from error
    return Picture.model_validate(row), await stream.read()


def address(workspace: str, id_: str) -> str:
    """The path of a picture below the service's address."""
    return f"/c/{workspace}/pictures/{id_}"


def _bucket() -> AsyncGridFSBucket:
    return AsyncGridFSBucket(Picture.get_pymongo_collection().database, bucket_name=BUCKET)
