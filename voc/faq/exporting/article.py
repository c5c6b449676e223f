"""A question with its answer as it goes out; pure."""

import re
from html import escape
from typing import Any

from voc.clock import from_stamp
from voc.faq.content import Content
from voc.values import StoredTime, Value

_NO_ANCHOR = re.compile(r"[^\w]+")


class Article(Value):
    """What everybody may read of an entry: no source, no name, no count."""

    id: str
    language: str
    question: str
    aliases: tuple[str, ...]
    sentences: tuple[str, ...]
    category: str | None
    audience: str | None
    published_at: StoredTime

    @property
    def answer(self) -> str:
        """The sentences together."""
        return " ".join(self.sentences)

    @property
    def anchor(self) -> str:
        """Where it stands in a page: its words, and the end of its id so that no two are the same."""
        words = _NO_ANCHOR.sub("-", self.question.casefold()).strip("-")[:60]
        return f"{words}-{self.id[-6:].lower()}".strip("-")

    @property
    def body(self) -> str:
        """The answer as HTML that shows what was written and runs nothing."""
        return f"<p>{escape(self.answer)}</p>"


def article(row: dict[str, Any]) -> Article:
    """A stored entry of which a version is given out."""
    content = Content.model_validate(row["given_out"])
    return Article(
        id=row["_id"], language=row["language"], question=content.question, aliases=content.aliases,
        sentences=tuple(each.text for each in content.answer), category=content.category, audience=content.audience,
        published_at=from_stamp(row["published_at"] or 0),
    )  # fmt: skip
