"""A file or a screenshot."""

import re
from typing import Any, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase

FileKind = Literal["image", "pdf", "text"]


class FileQuestion(QuestionBase):
    """Ids of files uploaded before; their size and content are checked at the upload."""

    type: Literal["file"]
    kinds: list[FileKind] = Field(default=["image", "pdf"], min_length=1, max_length=3)
    limit_mb: int = Field(default=5, ge=1, le=10)
    """The size of each file, in units of 1,048,576 bytes."""
    maximum: int = Field(default=1, ge=1, le=5)
    """How many files."""

    def check(self, answer: Any) -> str | None:
        """Ids of files, not too many."""
        if not isinstance(answer, list) or not all(self._is_id(one) for one in answer):
            return "must be a list of uploaded files"
        if len(set(answer)) < len(answer):
            return "names a file twice"
        return f"must be at most {self.maximum} files" if len(answer) > self.maximum else None

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The files' ids, joined by commas."""
        return ", ".join(answer or [])

    @staticmethod
    def _is_id(one: Any) -> bool:
        return isinstance(one, str) and re.fullmatch(r"fil_[0-9A-Za-z]{1,60}", one) is not None
