"""Surveys in and out as files.

Our own JSON round-trips, so that surveys can live in git. Surveys of Formbricks and SurveyJS come in as far as they
map: each format is one package that reads its objects into a `Draft`, and what a definition cannot say becomes a
note. A reader that meets something unknown leaves it out and says so; it never guesses in silence.

Pure: text in, values out.
"""

from typing import Any, Literal

from voc.errors import Invalid
from voc.surveys.definition import Definition
from voc.surveys.exchange import formbricks, surveyjs
from voc.surveys.exchange.notes import Note
from voc.surveys.exchange.own import read_own, write
from voc.surveys.exchange.parsing import parse
from voc.values import Value

__all__ = ["Imported", "Note", "read", "write"]


class Imported(Value):
    """A survey from a file."""

    definition: Definition
    source: Literal["voc", "formbricks", "surveyjs"]
    remarks: tuple[Note, ...] = ()
    """What did not map, in the order of the file."""

    @property
    def notes(self) -> list[str]:
        """What did not map, as English sentences."""
        return [remark.message for remark in self.remarks]


def read(text: str) -> Imported:
    """A survey from the text of a file in any of the formats.

    Raises:
        Invalid: not JSON, too large or too deep, of no known format, or nothing in it can be asked; the message says
            which, and `errors` where.
    """
    raw = parse(text)
    foreign = formbricks.unwrapped(raw)
    if formbricks.recognises(foreign):
        definition, remarks = formbricks.read(foreign)
        return Imported(definition=definition, source="formbricks", remarks=remarks)
    if surveyjs.recognises(raw):
        definition, remarks = surveyjs.read(raw)
        return Imported(definition=definition, source="surveyjs", remarks=remarks)
    if _is_ours(raw):
        return Imported(definition=read_own(raw), source="voc")
    raise Invalid("This is no survey of ours, of Formbricks or of SurveyJS: it has no questions that look like one.")


def _is_ours(raw: dict[str, Any]) -> bool:
    return isinstance(raw.get("questions"), list) and "name" in raw
