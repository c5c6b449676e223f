"""Yes and no; pure."""

import re

from voc.conversations.understanding import words as known
from voc.conversations.understanding.folding import LAUGHTER, Folded, fold, has_words
from voc.values import Value

_APART = re.compile(r"[\s,.!:;~-]*(?:[,.!:;\n~-]|\s(?=but |because |and |if |as long |근데 |그런데 |하지만 |대신 ))\s*")


class Agreement(Value):
    """What was understood."""

    given: bool
    comment: str | None = None
    """The words beside it, as they came."""


def read_agreement(words: str | Folded) -> Agreement | None:
    """Whether somebody agrees; None where neither is certain."""
    folded = fold(words) if isinstance(words, str) else words
    given = _said(folded.compact)
    if given is None:
        given = _all_say(folded.words)
    if given is not None:
        return Agreement(given=given)
    for match in _APART.finditer(folded.text):
        if (given := _said(folded[: match.start()].compact)) is not None:
            rest = folded[match.end() :]
            return Agreement(given=given, comment=rest.original() if has_words(rest.text) else None)
    return None


def _said(compact: str) -> bool | None:
    bare = compact.rstrip(LAUGHTER)
    return True if bare in known.YES else False if bare in known.NO else None


def _all_say(words: list[str]) -> bool | None:
    """ "아뇨 괜찮아요": several words that mean the same."""
    meant = {_said(word) for word in words}
    return meant.pop() if len(meant) == 1 else None
