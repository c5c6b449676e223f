"""The index's collections. A block's rows and words never change, but for what is erased."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class WordBlock(Document):
    """The head of a block: feedback that was indexed together. Written first and removed last: it names the rest."""

    id: str
    workspace: str
    rows: int
    """How many, erased ones included."""
    parts: int
    """How many documents its words are spread over; a power of two."""
    starts: list[str]
    """Position of the first, newest, row of each `WordRows`."""
    oldest: str
    """Position of its last row."""
    revision: int = 0
    """Raised before and after anything is erased from it."""
    version: int = 0
    """`domain.VERSION` of its words; 0: of before there were versions."""
    standing: bool = True
    """Whether all that it names is there; else it is being written or removed, and not searched."""
    checked_at: int = 0
    """When its rows were last found to be feedback that exists; a `voc.clock.stamp`."""

    class Settings:
        name = "word_blocks"
        indexes = [
            # finding: the blocks of a workspace; merging as well
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class WordRows(Document):
    """Some rows of a block, the newest first."""

    id: str
    """`block|number`, from 0."""
    workspace: str
    positions: list[str]
    """`Feedback.position`; empty where the row was erased."""
    revision: int = 0

    class Settings:
        name = "word_rows"
        indexes = [
            # upkeep: what no block names any more
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class WordPart(Document):
    """Which rows hold which words, of the words of one part."""

    id: str
    """`block|part`, from 0."""
    workspace: str
    words: dict[str, list[int]]
    """Numbers of rows, rising, by `domain.keys`."""
    revision: int = 0

    class Settings:
        name = "word_parts"
        indexes = [
            # upkeep: what no block names any more
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class EarlierWords(Document):
    """One per workspace: how far the feedback is indexed that was stored before there was an index."""

    id: str
    """The workspace's id."""
    workspace: str
    before: str | None = None
    """Position of the last row that was looked at, from the newest to the oldest."""
    indexed: int = 0

    class Settings:
        name = "earlier_words"
