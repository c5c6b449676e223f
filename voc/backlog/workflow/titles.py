"""What an item asks to be done, in the imperative, as long as nobody has said it better."""

from voc.backlog.workflow.schemas import OneOut
from voc.feedback.domain import Kind

_ASKED = {
    Kind.complaint: {"en": "Fix: {}", "ko": "{} 고치기"},
    Kind.idea: {"en": "Add: {}", "ko": "{} 추가하기"},
}


def imperative(item: OneOut, language: str) -> str:
    """A person's title as it stands; else what to do about the theme, in words of `language`."""
    asked = _ASKED.get(item.kind, {})
    if item.title != item.theme_name or not asked:
        return item.title
    return asked.get(language, asked["en"]).format(item.title)
