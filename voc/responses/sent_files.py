"""Files in a form, for respondents whose page is one: they are stored before the answer that names them."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from voc.errors import Invalid
from voc.responses import uploads
from voc.responses.forms import Fields, field_of
from voc.surveys.questions import QuestionBase
from voc.surveys.schemas import PublishedSurvey
from voc.web.bodies import FORM_LIMIT_BYTES, SlowBody
from voc.web.content import WrongFileType

LARGEST_FORM_BYTES = uploads.LARGEST_BYTES + FORM_LIMIT_BYTES
"""All files of a form together, and its other fields."""
CHUNK_BYTES = 256 * 1024


async def fields(request: Request[Any, Any, Any]) -> Fields:
    """The form's fields; lists where a name came more than once.

    Raises:
        SlowBody: it took longer than a file may take.
    """
    try:
        async with asyncio.timeout(uploads.DEADLINE_SECONDS):
            form = await request.form()
    except TimeoutError as error:
        raise SlowBody("The form did not arrive in time.") from error
    return {name: each[0] if len(each) == 1 else each for name, each in form.dict().items()}


async def stored(
    survey: PublishedSurvey,
    asked: Sequence[QuestionBase],
    data: Fields,
    before: Mapping[str, Any],
    *,
    now: datetime,
) -> Fields:
    """The fields with ids in the place of files; who sends none keeps what they sent before. Other files are left out.

    Raises:
        SurveyClosed: it takes no answers.
        Invalid: a file does not fit; `errors` names its question.
    """
    found = {name: _words(given) for name, given in data.items()}
    for question in asked:
        if question.type == "file":
            given = data.get(field_of(question.id))
            files = [each for each in (given if isinstance(given, list) else [given]) if _is_chosen(each)]
            found[field_of(question.id)] = await _ids(survey, question, files, now=now) or before.get(question.id)
    return found


async def _ids(
    survey: PublishedSurvey, question: QuestionBase, files: Sequence[UploadFile], *, now: datetime
) -> list[str]:
    try:
        return [
            (await uploads.store(survey.workspace, survey.id, question.id, each.filename, _chunks(each), now=now)).id
            for each in files
        ]
    except (Invalid, WrongFileType, RequestEntityTooLarge) as error:
        place = {"pointer": f"/answers/{question.id}", "message": error.detail}
        raise Invalid("A file does not fit its question.", errors=[place]) from error


def _words(given: Any) -> Any:
    """What was written in a field."""
    if isinstance(given, list):
        return [each for each in given if not isinstance(each, UploadFile)]
    return None if isinstance(given, UploadFile) else given


def _is_chosen(given: Any) -> bool:
    return isinstance(given, UploadFile) and bool(given.filename)


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk
