"""Surveys as files of a folder, made for git: one survey a file, its id in the file and in the file's name."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.errors import Invalid
from voc.surveys import exchange
from voc.surveys.definition import Definition
from voc.surveys.exchange.own import written

_ID = re.compile(r"srv_[0-9A-Za-z]{1,60}")
_NAME_LIMIT_CHARACTERS = 40
BYTES_LIMIT = 4 * 1024 * 1024


@dataclass(frozen=True)
class SurveyFile:
    """A file with a survey in our own format."""

    path: Path
    id: str | None
    """Of the survey that it is: the field `id`, otherwise the one in the file's name; None for a new survey."""
    definition: Definition


def read(path: Path) -> SurveyFile:
    """A survey of ours.

    Raises:
        Invalid: not one; of a foreign format it says which command reads that.
    """
    text = text_of(path)
    imported = exchange.read(text)
    if imported.source != "voc":
        raise Invalid(f"This is a survey of {imported.source}. Take it over with `voc survey import {path.name}`.")
    id_ = json.loads(text.removeprefix("\ufeff")).get("id")
    found = _ID.search(path.name)
    return SurveyFile(path, id_ if isinstance(id_, str) and id_ else found[0] if found else None, imported.definition)


def text_of(path: Path) -> str:
    """A file's text.

    Raises:
        Invalid: it cannot be read, is no text, or is too large.
    """
    try:
        if path.stat().st_size > BYTES_LIMIT:
            raise Invalid("This file is too large for a survey.")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Invalid(f"This file cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise Invalid("This file is not UTF-8 text.") from None


def write(path: Path, id_: str, definition: Definition) -> bool:
    """Write a survey with its id; returns whether the file changed.

    Raises:
        Invalid: the file cannot be written.
    """
    text = json.dumps({"id": id_} | written(definition), ensure_ascii=False, indent=2) + "\n"
    aside = path.with_name(f".{path.name}.new")
    try:
        if path.is_file() and path.read_bytes() == text.encode():
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, "utf-8", newline="\n")
        os.replace(aside, path)
    except OSError as error:
        raise Invalid(f"{path} cannot be written: {error.strerror}.") from None
    return True


def places(folder: Path) -> dict[str, Path]:
    """Files of a folder by the id of their survey, so that a renamed survey keeps its file."""
    found: dict[str, Path] = {}
    for path in sorted(folder.glob("*.json")):
        id_ = _id_in(path)
        if id_:
            found.setdefault(id_, path)
    return found


def fresh_place(folder: Path, id_: str, name: str) -> Path:
    """Where a survey goes that has no file yet, such as `nps-in-the-app.srv_01J….json`."""
    slug = re.sub(r"[\W_]+", "-", name.lower()).strip("-")[:_NAME_LIMIT_CHARACTERS].strip("-")
    return folder / f"{slug or 'survey'}.{id_}.json"


def _id_in(path: Path) -> str | None:
    try:
        value: Any = json.loads(text_of(path))
    except (Invalid, ValueError, RecursionError):
        value = None
    id_ = value.get("id") if isinstance(value, dict) else None
    found = _ID.search(path.name)
    return id_ if isinstance(id_, str) and id_ else found[0] if found else None
