"""Kind, sentiment and urgency of texts.

`heads` holds the arithmetic, `reader` applies the trained heads of each language, `urgency` is a
published rule. Weights lie in `ml/weights/heads.npz`; `ml.train` writes them.
"""

from collections.abc import Sequence

KINDS = ("idea", "complaint", "question", "praise", "other")
SENTIMENTS = ("negative", "neutral", "positive")
HEAD_LANGUAGES = ("en", "ko")
"""Heads exist for these; every other language is read by the English ones, less well."""


def heads_of(languages: Sequence[str]) -> list[str]:
    """The language of the heads that read a text of each language."""
    return [language if language in HEAD_LANGUAGES else "en" for language in languages]
