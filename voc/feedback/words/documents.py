"""The index's collections. A block's rows and words never change, but for what is erased."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class WordBlock(Document):
    """Feedback that was indexed together. Written last and removed first: what it names is there."""

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

    class Settings:
        name = "word_rows"


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
