"""Changes that an author makes to a survey: pure functions from one definition to the next.

A definition here is the JSON of a survey (a plain `dict`), because a draft may say what the models refuse, such as a
rule that names a question which was just removed: that is reported, not forbidden. No function changes what it is
given; ids never change, so that rules, results and translations keep what they name.
"""

from voc.surveys.editing.differences import Difference, differences
from voc.surveys.editing.endings import add_ending
from voc.surveys.editing.languages import add_language, missing, remove_language
from voc.surveys.editing.lists import add_item, move_item, remove_item
from voc.surveys.editing.references import named_by
from voc.surveys.editing.removal import Removed, remove, restore
from voc.surveys.editing.starting import GROUPS, new_question
from voc.surveys.editing.structure import add_question, duplicate, find, free_id, move, replace

__all__ = [
    "GROUPS",
    "Difference",
    "Removed",
    "add_ending",
    "add_item",
    "add_language",
    "add_question",
    "differences",
    "duplicate",
    "find",
    "free_id",
    "missing",
    "move",
    "move_item",
    "named_by",
    "new_question",
    "remove",
    "remove_item",
    "remove_language",
    "replace",
    "restore",
]
