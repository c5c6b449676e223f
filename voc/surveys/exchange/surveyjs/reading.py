"""What the parts of a SurveyJS import share."""

import re
from dataclasses import dataclass, field
from typing import Any

from voc.surveys.exchange.draft import Draft
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.names import Names
from voc.surveys.exchange.notes import Notes
from voc.surveys.exchange.surveyjs.tokens import Inexpressible
from voc.surveys.exchange.wording import Wording, mention

_DYNAMIC = re.compile(r"\{([^{}]+)\}")


@dataclass
class Asked:
    """A question that was taken, and what its parts are called on both sides."""

    id: str
    place: str
    visible_if: str = ""
    required_if: str = ""
    options: Names = field(default_factory=lambda: Names("choice", taken=["other"]))
    rows: Names = field(default_factory=lambda: Names("row"))
    columns: Names = field(default_factory=lambda: Names("column"))
    booleans: dict[bool, str] = field(default_factory=dict)
    """The choices that stand for true and false."""
    chosen: bool = False
    """Whether answers are ids of ours, so that values have to be translated."""


class Reading:
    """One import under way."""

    def __init__(self, first: str) -> None:
        """`first` is the code of the language that the file calls `default`."""
        self.notes = Notes()
        self.draft = Draft(self.notes)
        self.wording = Wording(first, self.notes, self._mentions)
        self.planned: dict[str, str] = {}
        """Our ids by the names of all questions that will be taken; texts may mention later ones."""
        self.asked: dict[str, Asked] = {}
        """By their name, in the order asked."""
        self.cosmetic: dict[str, None] = {}
        """Fields of questions that only change how they look, noted once."""
        self.endings: list[tuple[dict[str, Any], str]] = []
        """Conditions of endings, and our ids of those; the first that holds decides."""

    def resolve(self, name: str, value: Any) -> tuple[str, Any]:
        """Our source for a name in an expression, and a constant that it is compared with.

        Raises:
            Inexpressible: no question of that name was taken, or it has no such choice.
        """
        base, _, part = name.partition(".")
        if name.endswith("-Comment") and name.removesuffix("-Comment") in self.asked:
            return f"answer:{self.asked[name.removesuffix('-Comment')].id}.other", value
        if name in self.asked:
            return f"answer:{self.asked[name].id}", _value(self.asked[name], value)
        asked = self.asked.get(base)
        row = asked.rows.of(part) if asked else None
        if asked is None or row is None:
            raise Inexpressible(f"it looks at “{name}”, which was not taken over")
        return f"answer:{asked.id}.{row}", _named(asked.columns, value)

    def text(self, fields: Fields, name: str, place: str) -> dict[str, str] | None:
        """A text in its languages."""
        return self.wording.text(fields.raw(name), place)

    def _mentions(self, text: str, place: str) -> str:
        def ours(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in self.planned:
                return mention(f"answer:{self.planned[name]}")
            if not re.fullmatch(r"[\w.-]+", name):
                return match[0]
            self.notes.add("mention", place=place, name=name)
            return ""

        return _DYNAMIC.sub(ours, text)


def _value(asked: Asked, value: Any) -> Any:
    if isinstance(value, list):
        return [_value(asked, each) for each in value]
    if isinstance(value, bool) and asked.booleans:
        return asked.booleans[value]
    return _named(asked.options, value) if asked.chosen else value


def _named(names: Names, value: Any) -> Any:
    if value is None or value == "other":
        return value
    if isinstance(value, list):
        return [_named(names, each) for each in value]
    ours = names.of(str(value))
    if ours is None:
        raise Inexpressible(f"it looks for the choice “{value}”, which there is not")
    return ours
