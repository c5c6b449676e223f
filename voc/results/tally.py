"""Counts that add up: of one question, and of one cell of a bucket; pure.

Everything in here is a whole number, so sums do not depend on their order.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

COUNTERS = ("seconds", "values", "words")
NUMBERS = ("seen", "answered", "left", "total", "squares")
SCORES = ("nps", "csat", "ces")
"""Types of questions that metrics are made of."""


class Facets(NamedTuple):
    """What a cell's responses have in common; filters choose by it."""

    version: int
    channel: str
    language: str
    device: str
    source: str
    segments: tuple[str, ...]
    """Sorted; a response may belong to several."""
    department: str = ""
    """Whose work is asked about; these three come from hidden fields of the same names."""
    journey_step: str = ""
    product_area: str = ""


@dataclass
class Tally:
    """What the responses of one cell say to one question."""

    type: str
    seen: int = 0
    """Responses in which it was shown."""
    answered: int = 0
    left: int = 0
    """Unfinished responses in which it was the last one shown."""
    seconds: Counter[str] = field(default_factory=Counter)
    """Responses by bin of the time spent on it, see `bins.seconds_bin`."""
    values: Counter[str] = field(default_factory=Counter)
    """Responses by answer, or by bin of the answer, see `answers`."""
    words: Counter[str] = field(default_factory=Counter)
    """Responses by word that their text holds."""
    total: int = 0
    """Sum of numbers, in thousandths; of files, how many."""
    squares: int = 0
    """Sum of the squares of numbers, in millionths."""

    def add(self, other: "Tally") -> None:
        """Take another cell's counts of the same question in."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def packed(self) -> dict[str, Any]:
        """What is not zero."""
        numbers = {name: value for name in NUMBERS if (value := getattr(self, name))}
        counters = {name: dict(value) for name in COUNTERS if (value := getattr(self, name))}
        return {"type": self.type} | numbers | counters

    @classmethod
    def unpacked(cls, stored: Mapping[str, Any]) -> "Tally":
        """As `packed` wrote it."""
        return cls(**{name: Counter(value) if name in COUNTERS else value for name, value in stored.items()})


@dataclass
class Cell:
    """Counts of responses that share their facets, or of several such sets together."""

    started: int = 0
    completed: int = 0
    seconds: Counter[str] = field(default_factory=Counter)
    """Finished responses by bin of the time they took."""
    questions: dict[tuple[str, str], Tally] = field(default_factory=dict)
    """By question id and type: a new version may give an id to a question of another kind."""

    def add(self, other: "Cell") -> None:
        """Take another cell in."""
        self.started += other.started
        self.completed += other.completed
        self.seconds.update(other.seconds)
        for (id_, type_), tally in other.questions.items():
            self.question(id_, type_).add(tally)

    def question(self, id_: str, type_: str) -> Tally:
        """The tally of a question, made where there is none."""
        tally = self.questions.get((id_, type_))
        if tally is None:
            tally = self.questions[id_, type_] = Tally(type_)
        return tally


Cells = dict[Facets, Cell]


def merged(parts: Iterable[Cells]) -> Cells:
    """The cells of a union."""
    union: Cells = {}
    for part in parts:
        for facets, cell in part.items():
            union.setdefault(facets, Cell()).add(cell)
    return union


def together(cells: Iterable[Cell]) -> Cell:
    """One cell of all."""
    whole = Cell()
    for cell in cells:
        whole.add(cell)
    return whole


def outline(cells: Cells) -> Cells:
    """Only how many responses each cell has, and its scores: all that charts over time and metrics need."""
    return {
        facets: Cell(
            started=cell.started,
            completed=cell.completed,
            questions={
                key: Tally(tally.type, values=tally.values)
                for key, tally in cell.questions.items()
                if tally.type in SCORES
            },
        )
        for facets, cell in cells.items()
    }


def pack(cells: Cells) -> bytes:
    """Cells as they are stored: answers and words are keys here, which MongoDB would read as paths and operators.

    A day of a survey with ten questions is 40 kB of JSON and 4 kB packed.
    """
    rows = [
        {
            "facets": [list(each) if isinstance(each, tuple) else each for each in facets],
            "started": cell.started,
            "completed": cell.completed,
            "seconds": dict(cell.seconds),
            "questions": [[id_, tally.packed()] for (id_, _), tally in sorted(cell.questions.items(), key=_key)],
        }
        for facets, cell in sorted(cells.items())
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())


def _key(entry: tuple[tuple[str, str], Tally]) -> tuple[str, str]:
    return entry[0]


def unpack(stored: bytes) -> Cells:
    """As `pack` wrote them."""
    cells: Cells = {}
    for row in json.loads(zlib.decompress(stored)) if stored else []:
        facets = Facets(*(tuple(each) if isinstance(each, list) else each for each in row["facets"]))
        tallies = [(id_, Tally.unpacked(tally)) for id_, tally in row["questions"]]
        cells[facets] = Cell(
            started=row["started"],
            completed=row["completed"],
            seconds=Counter(row["seconds"]),
            questions={(id_, tally.type): tally for id_, tally in tallies},
        )
    return cells
