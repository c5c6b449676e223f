"""What a file is, judged by its content: names and declared types are whatever a sender likes them to be."""

import puremagic

from voc.errors import VocError

IMAGES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
"""Pictures that every browser shows and that run nothing, with the ending of their names."""
PDF = "application/pdf"
TEXT = "text/plain"


class WrongFileType(VocError):
    """The file's content is not of a type that is taken here."""

    slug, title, status = "wrong-file-type", "Wrong type of file", 415


def media_type(content: bytes) -> str:
    """The media type of a file: of `IMAGES`, `PDF` or `TEXT` if it is one, else whatever it looks like."""
    try:
        found = [match.mime_type for match in puremagic.magic_string(content)]
    except (puremagic.PureError, ValueError):
        found = []
    if found and (found[0] in IMAGES or found[0] == PDF):
        return found[0]
    return TEXT if _is_text(content) else (found[0] if found and found[0] else "application/octet-stream")


def plain_name(name: str) -> str:
    """A file's name without a path or anything that a terminal or a header might obey; may be empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable())[:120].strip(" .")


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # a page or a script that calls itself text is one all the same
    return "\0" not in text and not text.lstrip("\ufeff \t\r\n").startswith(("<", "#!", "%!"))
