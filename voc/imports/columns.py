"""Which column is which: by the user's word, else by the names that exports commonly use; pure."""

import difflib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from voc.imports.errors import UnknownColumn
from voc.values import Value

COMMON_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "verbatim", "review", "review text", "review body", "review content", "comment", "comments", "content",
        "feedback", "message", "body", "answer", "response", "reply", "opinion", "description",
        "내용", "리뷰", "리뷰내용", "후기", "의견", "댓글", "코멘트", "평가내용", "문의내용", "본문", "답변", "메시지",
    ),
    "rating": (
        "rating", "stars", "star", "star rating", "score", "nps", "review rating", "grade",
        "평점", "별점", "점수", "만족도",
    ),
    "date": (
        "date", "created at", "created", "occurred at", "date created", "review date", "submitted at", "submitted",
        "timestamp", "time", "at", "datetime", "posted at",
        "날짜", "작성일", "작성일시", "작성일자", "등록일", "등록일시", "일시", "일자",
    ),
    "customer": (
        "customer", "customer id", "user", "user id", "userid", "customer email", "email", "e mail", "reviewer",
        "member", "member id", "respondent", "author", "username",
        "고객", "고객번호", "고객id", "이메일", "회원", "회원번호", "작성자", "아이디",
    ),
}  # fmt: skip
"""By importance: an earlier name wins over a later one in the same file."""


class Columns(Value):
    """The column that holds each part of a feedback."""

    text: str
    rating: str | None = None
    date: str | None = None
    customer: str | None = None

    def named(self) -> set[str]:
        """Every column that has a part."""
        return {name for name in (self.text, self.rating, self.date, self.customer) if name}


def guess(columns: Sequence[str]) -> dict[str, str | None]:
    """For each part the column that most likely holds it, or None."""
    known = {plain(column): column for column in reversed(columns)}
    return {part: next((known[n] for n in names if n in known), None) for part, names in COMMON_NAMES.items()}


def choose(
    columns: Sequence[str],
    *,
    text: str | None = None,
    rating: str | None = None,
    date: str | None = None,
    customer: str | None = None,
) -> Columns:
    """The columns named, and for each not named the one guessed; an empty name means none.

    Raises:
        UnknownColumn: a named one does not exist, or no column looks like the text.
    """
    chosen = guess(columns)
    for part, name in (("text", text), ("rating", rating), ("date", date), ("customer", customer)):
        if name is not None:
            chosen[part] = _existing(columns, name) if name else None
    if chosen["text"] is None:
        raise UnknownColumn(
            f"None of the columns looks like the text: {listed(columns)}. Name it with --text-column.",
            columns=list(columns),
        )
    return Columns.model_validate(chosen)


def _existing(columns: Sequence[str], name: str) -> str:
    if name in columns:
        return name
    known = {plain(column): column for column in columns}
    if plain(name) in known:
        return known[plain(name)]
    close = difflib.get_close_matches(plain(name), known, n=1, cutoff=0.6)
    hint = f" Did you mean {known[close[0]]!r}?" if close else ""
    message = f"There is no column {name!r}.{hint} The columns are: {listed(columns)}."
    raise UnknownColumn(message, columns=list(columns))


def listed(columns: Sequence[str]) -> str:
    """The first columns, for a message."""
    shown = ", ".join(columns[:30])
    return shown if len(columns) <= 30 else f"{shown} and {len(columns) - 30} more"


@lru_cache(maxsize=4_096)
def plain(name: str) -> str:
    """Names compare without case, accents of spelling, and punctuation between words."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
