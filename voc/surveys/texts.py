"""Words in several languages, and which of them a reader gets; pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

ID_PATTERN = r"^[a-z][a-z0-9_]{0,39}$"
LANGUAGE_PATTERN = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
TEXT_LIMIT_CHARACTERS = 5_000
"""The longest text that an author may write in one place and language."""

Id = Annotated[str, Field(pattern=ID_PATTERN)]
"""What an author calls a question, choice, ending, hidden field or variable; it stays when the wording changes."""

LanguageCode = Annotated[str, Field(pattern=LANGUAGE_PATTERN)]
"""BCP 47, such as `ko` or `pt-BR`."""


def _readable(text: dict[str, str]) -> dict[str, str]:
    long = [language for language, words in text.items() if len(words) > TEXT_LIMIT_CHARACTERS]
    if long:
        raise ValueError(f"is longer than {TEXT_LIMIT_CHARACTERS:,} characters in {', '.join(long)}")
    return text


Text = Annotated[dict[LanguageCode, str], Field(min_length=1), AfterValidator(_readable)]
"""By language code, such as `{"en": "Why?", "ko": "왜 그런가요?"}`; a blank value counts as not translated."""


def in_language(text: Mapping[str, str] | None, language: str, first: str | None = None) -> str:
    """What a reader of `language` is shown.

    Looks for the exact language, then its base (`ko-KR` → `ko`), then `first`, the survey's first language,
    then any other: a survey is never hidden because a translation is missing.

    Returns:
        "" where nothing is written at all.
    """
    if not text:
        return ""
    for code in (language, language.split("-")[0], first or ""):
        if text.get(code, "").strip():
            return text[code]
    return next((words for words in text.values() if words.strip()), "")
