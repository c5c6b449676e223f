"""Slack's way of writing: three escaped characters, and everything special in angle brackets."""

import re

_SPECIAL = re.compile(r"<(?P<mark>[@#!]?)(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def escape(text: str) -> str:
    """Text that Slack shows as it is.

    Source: https://docs.slack.dev/messaging/formatting-message-text/#escaping
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str) -> str:
    """What somebody wrote, as they saw it; mentions without a name, which only Slack could look up, are left out."""

    def seen(found: re.Match[str]) -> str:
        label = found["label"]
        if found["mark"] == "":
            return label or found["what"].removeprefix("mailto:")
        return found["mark"].replace("!", "@") + label if label else ""

    shown = _SPECIAL.sub(seen, text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
