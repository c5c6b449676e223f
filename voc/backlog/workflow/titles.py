"""What an item asks to be done, in the imperative, as long as nobody has said it better."""

from collections.abc import Mapping

from voc.backlog.workflow.listing import Line
from voc.backlog.workflow.schemas import ItemOut
from voc.feedback.domain import Kind

_ASKED: Mapping[str, Mapping[str, str]] = {
    Kind.complaint: {"en": "Fix: {}", "ko": "{} 고치기"},
    Kind.idea: {"en": "Add: {}", "ko": "{} 추가하기"},
}


def imperative(item: ItemOut | Line, language: str) -> str:
    """A person's title as it stands; else what to do about the theme, in words of `language`."""
    return item.title if item.title != item.theme_name else asked(item.kind, item.title, language)


def asked(kind: str, theme: str, language: str) -> str:
    """What to do about a theme of this kind, in words of `language`; its name where the kind does not say."""
    words = _ASKED.get(kind, {})
    return words.get(language, words["en"]).format(theme) if words else theme
