"""First words in the languages that we speak."""

_NUMBERED: dict[str, dict[str, str]] = {
    "choices": {"en": "Choice {}", "ko": "보기 {}"},
    "rows": {"en": "Row {}", "ko": "항목 {}"},
    "columns": {"en": "Column {}", "ko": "열 {}"},
}
PLAIN_PICTURE = "/static/0/pictures/plain.png"
"""The image of a new picture choice."""


def spoken(words: dict[str, str], languages: list[str]) -> dict[str, str]:
    """`words` in the survey's languages; in English under its first one if we speak none of them."""
    known = {language: words[language] for language in languages if language in words}
    return known or {languages[0]: words["en"]}


def numbered(name: str, number: int, languages: list[str]) -> dict[str, str]:
    """What entry `number` of the list `name` is called until its author says otherwise: `Choice 3`."""
    return spoken({language: text.format(number) for language, text in _NUMBERED[name].items()}, languages)
