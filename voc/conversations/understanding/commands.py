"""Words that are never answers: STOP, HELP, START, and within a survey "skip" and "back"; pure."""

import re
from enum import StrEnum

from voc.conversations.understanding import words as known
from voc.conversations.understanding.folding import Folded, fold
from voc.conversations.understanding.optout import is_opt_out


class Command(StrEnum):
    """What somebody wants of the conversation itself."""

    stop = "stop"
    help = "help"
    start = "start"
    skip = "skip"
    back = "back"


_POLITE = re.compile(r"(?:please|plz|pls)$")


def command(text: str | Folded) -> Command | None:
    """The command that every message may be, whatever was asked; an opt-out beats all others.

    HELP and START must be the whole message.
    """
    folded = fold(text) if isinstance(text, str) else text
    compact = _POLITE.sub("", folded.compact)
    # what takes a refusal back names it
    if compact in known.START:
        return Command.start
    if is_opt_out(folded):
        return Command.stop
    return Command.help if compact in known.HELP else None


def wish(text: str | Folded) -> Command | None:
    """Whether somebody in a survey wants to leave a question out or go back to the one before."""
    folded = fold(text) if isinstance(text, str) else text
    compact = _POLITE.sub("", folded.compact)
    return Command.skip if compact in known.SKIP else Command.back if compact in known.BACK else None


def says_nothing(text: str | Folded) -> bool:
    """Whether this answers an open question with "nothing": "없어요", "n/a", "-"."""
    folded = fold(text) if isinstance(text, str) else text
    return not folded.compact or folded.compact in known.NOTHING


def is_courtesy(text: str | Folded) -> bool:
    """Whether this is only thanks, "ok" or an emoji: after a survey nobody needs to read it."""
    folded = fold(text) if isinstance(text, str) else text
    return folded.compact in known.THANKS or all(word in known.THANKS for word in folded.words)
