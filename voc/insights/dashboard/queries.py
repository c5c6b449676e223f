"""Reads of what the dashboard's charts are named by."""

from collections.abc import Sequence
from typing import Any

from voc.themes.documents import Theme
from voc.values import Value


class ThemeName(Value):
    """What a theme is called."""

    name: str
    language: str


async def theme_names(workspace: str, ids: Sequence[str]) -> dict[str, ThemeName]:
    """What these themes are called, by id."""
    condition: dict[str, Any] = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await Theme.get_pymongo_collection().find(condition, {"name": 1, "language": 1}).to_list()
    return {row["_id"]: ThemeName(name=row["name"], language=row["language"]) for row in rows}
