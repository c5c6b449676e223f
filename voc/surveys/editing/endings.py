"""Endings: what a respondent reads after the last question."""

from copy import deepcopy
from typing import Any

from voc.surveys.editing.structure import free_id
from voc.surveys.editing.wording import spoken


def add_ending(definition: dict[str, Any], languages: list[str]) -> tuple[dict[str, Any], str]:
    """One more ending at the end of the list.

    Returns:
        The definition and the ending's id.
    """
    changed = deepcopy(definition)
    endings = changed.setdefault("endings", [])
    id_ = free_id("thanks", {ending["id"] for ending in endings})
    title = {"en": "Thank you for your time.", "ko": "시간 내어 답해 주셔서 고마워요."}
    endings.append({"id": id_, "title": spoken(title, languages)})
    return changed, id_
