"""Small private files in the data directory."""

import json
import os
from pathlib import Path
from typing import Any

from voc.errors import VocError


class DataDirUnusable(VocError):
    """The data directory cannot be made or written."""

    slug, title = "data-dir-unusable", "Data directory unusable"


def make_data_dir(path: Path) -> Path:
    """Create the directory for this user only, and return its absolute path.

    Raises:
        DataDirUnusable: it cannot be made or written.
    """
    path = path.expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in ("logs", "run"):
            (path / folder).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise DataDirUnusable(f"{path}: {error.strerror}. Choose another one with --data-dir.") from error
    return path


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step, readable by its owner alone (mode 0600)."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_text(path: Path) -> str | None:
    """A file's text without surrounding space; None when it is missing, empty or unreadable."""
    try:
        return path.read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty when it is missing or damaged, for each can be made anew."""
    try:
        value = json.loads(read_text(path) or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
