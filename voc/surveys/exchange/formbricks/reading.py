"""What the parts of a Formbricks import share."""

import re
from dataclasses import dataclass, field

from voc.surveys.exchange.draft import Draft
from voc.surveys.exchange.names import Names
from voc.surveys.exchange.notes import Notes
from voc.surveys.exchange.wording import Wording, mention

_RECALL = re.compile(r"#recall:([^/#\s]+)/fallback:([^#]*)#")


@dataclass
class Asked:
    """A question that was taken, and what its parts are called on both sides."""

    id: str
    type: str
    place: str
    options: Names = field(default_factory=lambda: Names("choice", taken=["other"]))
    labels: dict[str, str] = field(default_factory=dict)
    """Our choice ids by their wording, which is what the oldest exports name."""
    rows: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of their id ("" where there is none) and ours."""
    columns: list[tuple[str, str]] = field(default_factory=list)


class Reading:
    """One import under way."""

    def __init__(self, first: str) -> None:
        """`first` is the code of the language that the file calls `default`."""
        self.notes = Notes()
        self.draft = Draft(self.notes)
        self.wording = Wording(first, self.notes, self._mentions)
        self.sources: dict[str, str] = {}
        """Our source, such as `answer:why`, by what they call the question, variable or hidden field."""
        self.asked: dict[str, Asked] = {}
        self.targets: dict[str, dict[str, str]] = {}
        """Our jump or end, by their id of a question, block or ending."""
        self.cosmetic: dict[str, None] = {}
        """Fields of questions that only change how they look, noted once."""

    def _mentions(self, text: str, place: str) -> str:
        def ours(match: re.Match[str]) -> str:
            name, fallback = match[1], match[2].replace("nbsp", " ")
            if name in self.sources:
                return mention(self.sources[name], fallback)
            self.notes.add("mention", place=place, name=name)
            return fallback

        return _RECALL.sub(ours, text)
