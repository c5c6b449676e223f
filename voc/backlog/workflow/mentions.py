"""Who is named in a note; pure.

A mention is `@` and a member's name as it is written, or the part of their e-mail address before its own `@`. Korean
sets particles right behind a name (`@김민지님`), so only a Latin letter or a digit makes it another word.
"""

from collections.abc import Sequence

from voc.values import Value


class Colleague(Value):
    """Somebody who may own items and be named in notes."""

    id: str
    name: str
    handle: str
    """Their address before the `@`."""


class Piece(Value):
    """A part of a note; with a member where it names one."""

    text: str
    member: str | None = None


def pieces(text: str, colleagues: Sequence[Colleague]) -> list[Piece]:
    """A note in parts, those that name somebody apart; joined again they are the note."""
    called = sorted(
        ((name.casefold(), each.id) for each in colleagues for name in (each.name, each.handle) if name),
        key=lambda pair: (-len(pair[0]), pair),
    )
    found: list[Piece] = []
    start = at = 0
    while (at := text.find("@", at)) >= 0:
        length, member = _named(text, at + 1, called)
        if member is None or (at > 0 and text[at - 1].isascii() and text[at - 1].isalnum()):
            at += 1
            continue
        found += [Piece(text=text[start:at])] if at > start else []
        found.append(Piece(text=text[at : at + 1 + length], member=member))
        start = at = at + 1 + length
    return [*found, Piece(text=text[start:])] if start < len(text) else found


def named(text: str, colleagues: Sequence[Colleague]) -> tuple[str, ...]:
    """Members whom a note names, each once, in the order of the text."""
    return tuple(dict.fromkeys(piece.member for piece in pieces(text, colleagues) if piece.member))


def _named(text: str, at: int, called: Sequence[tuple[str, str]]) -> tuple[int, str | None]:
    """The longest name that stands at a place: characters and member."""
    for name, member in called:
        end = at + len(name)
        same = text[at:end].casefold() == name
        if same and not (end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "_")):
            return len(name), member
    return 0, None
