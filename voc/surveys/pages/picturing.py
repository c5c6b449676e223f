"""Pictures that come with the editor's form: kept, then named by it as if somebody had typed their address."""

from datetime import datetime

from voc.surveys import pictures, queries
from voc.surveys.pages.workbench.posted import Fields

PREFIX = "choices.file."
"""A file's field: this, and the id of its choice. Ids stay right whatever the order of the choices is."""
FORM_LIMIT_BYTES = 22 * pictures.LIMIT_BYTES
"""A picture for each of twenty choices, and what else the form says; one that is too large is told so by name."""


async def keep_pictures(workspace: str, survey_id: str, fields: Fields, *, now: datetime) -> None:
    """Keep the files of a form and let its choices name them.

    Raises:
        NotFound: no such survey in the workspace.
        PictureTooLarge: a file has more than respondents should have to fetch.
        WrongFileType: a file is no picture. In either case the form names none of them.
    """
    if not fields.files:
        return
    await queries.one(workspace, survey_id)
    choices = fields.many("choices.id")
    kept: dict[int, str] = {}
    for name, file in fields.files.items():
        id_ = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and id_ in choices:
            content = await file.read(pictures.LIMIT_BYTES + 1)
            kept[choices.index(id_)] = await pictures.store(workspace, file.filename, content, now=now)
    for at, path in kept.items():
        fields.put("choices.image", at, path)
