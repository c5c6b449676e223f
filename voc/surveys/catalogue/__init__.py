"""Surveys to begin with, one file each, written in Korean and English.

A file holds the template's `name` and `purpose` by language and the `survey`, which is a definition without a name.
A new template is one file and one line in `ORDER`. Pure: it reads its own files.
"""

import json
from functools import cache
from importlib.resources import files

from voc.errors import NotFound
from voc.surveys.definition import Definition
from voc.surveys.texts import Text, in_language
from voc.values import Value

ORDER = (
    "nps",
    "csat_support",
    "ces",
    "onboarding",
    "churn",
    "feature_request",
    "bug_report",
    "post_visit",
    "delivery",
)
"""The templates' ids, which are their files' names, in the order that an author is offered them."""


class Template(Value):
    """A survey to begin with."""

    id: str
    name: Text
    purpose: Text
    """What it is for, in a sentence."""
    definition: Definition
    """Named in English, with English as the first language."""

    def for_author(self, language: str) -> Definition:
        """The definition named in the author's language, which comes first if the template speaks it."""
        ours = [code for code in self.definition.languages if code == language.split("-")[0]]
        languages = list(dict.fromkeys([*ours, *self.definition.languages]))
        return self.definition.model_copy(update={"name": in_language(self.name, language), "languages": languages})


@cache
def templates() -> list[Template]:
    """Every template."""
    return [_read(id_) for id_ in ORDER]


def template(id_: str) -> Template:
    """One template.

    Raises:
        NotFound: there is none of that id.
    """
    found = next((each for each in templates() if each.id == id_), None)
    if found is None:
        raise NotFound("There is no such template.", template=id_)
    return found


def _read(id_: str) -> Template:
    raw = json.loads(files(__package__).joinpath(f"{id_}.json").read_text("utf-8"))
    definition = Definition.model_validate({"name": raw["name"]["en"], **raw["survey"]})
    return Template(id=id_, name=raw["name"], purpose=raw["purpose"], definition=definition)
