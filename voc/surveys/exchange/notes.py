"""What a foreign file says and a definition cannot: nothing is dropped in silence."""

from typing import Any

from voc.values import Value

TEMPLATES = {
    "question": "“{place}”: there is no question of the type {type} here; it was left out.",
    "refused": "“{place}”: it was left out, because {reason}.",
    "ignored": "“{place}”: not taken over: {fields}.",
    "changed": "“{place}”: {before} became {after}.",
    "logic": "“{place}”: a rule cannot be expressed here and was left out: {rule}.",
    "mention": "“{place}”: it mentions “{name}”, which this survey does not know; the mention was left out.",
    "formatting": "“{place}”: formatting was removed; the words were kept.",
    "language": "The file does not name its first language; {language} was assumed.",
    "renamed": "Some ids were adapted: {ids}.",
    "more": "{count} more things do not map.",
    "surplus": "“{place}”: only the first {limit} were taken.",
}
"""Every sentence a note may be, by kind, in plain English; the gaps are the names of its values."""

VALUE_LIMIT_CHARACTERS = 300
NOTES_LIMIT = 300
"""Nobody reads on after these."""


class Note(Value):
    """One thing that did not map, or not exactly."""

    kind: str
    """A key of `TEMPLATES`, for programs and translations."""
    values: dict[str, str]

    @property
    def message(self) -> str:
        """The note as an English sentence."""
        return TEMPLATES[self.kind].format(**self.values)


class Notes:
    """Collects the notes of one import, each once, in the order of the file."""

    def __init__(self) -> None:
        self._notes: dict[tuple[str, ...], Note] = {}

    def add(self, kind: str, **values: Any) -> None:
        """Keep a note; `values` fill the gaps of its sentence."""
        shown = {name: _short(str(value)) for name, value in values.items()}
        TEMPLATES[kind].format(**shown)
        self._notes.setdefault((kind, *shown.values()), Note(kind=kind, values=shown))

    def all(self) -> tuple[Note, ...]:
        """Every note so far; how many more there are, beyond the limit."""
        notes = list(self._notes.values())
        rest = len(notes) - NOTES_LIMIT
        more = [Note(kind="more", values={"count": f"{rest:,}"})] if rest > 0 else []
        return tuple(notes[:NOTES_LIMIT] + more)


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= VALUE_LIMIT_CHARACTERS else one_line[: VALUE_LIMIT_CHARACTERS - 1] + "…"
