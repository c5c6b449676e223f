"""The changelog as a feed; pure.

Source:
    RFC 4287, The Atom Syndication Format.
"""

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree

from voc.roadmap.domain import Entry

ATOM = "http://www.w3.org/2005/Atom"


def atom(entries: Sequence[Entry], *, title: str, address: str, language: str, now: datetime) -> bytes:
    """A feed of what was shipped.

    Args:
        entries: the latest first.
        title: of the feed, and the name of its author.
        address: of the page; the feed lies at `{address}/feed`.
        language: that the reader asked for.
        now: when it was updated last, if nothing was shipped yet.
    """
    feed = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _text(feed, "id", f"{address}/feed")
    _text(feed, "title", title)
    _text(feed, "updated", _time(entries[0].at if entries else now))
    ElementTree.SubElement(feed, "link", rel="self", href=f"{address}/feed", type="application/atom+xml")
    ElementTree.SubElement(feed, "link", rel="alternate", href=address, type="text/html")
    _text(ElementTree.SubElement(feed, "author"), "name", title)
    for entry in entries:
        one = ElementTree.SubElement(feed, "entry", {"xml:lang": entry.language})
        _text(one, "id", f"{address}#{entry.item}")
        _text(one, "title", entry.title)
        _text(one, "updated", _time(entry.at))
        ElementTree.SubElement(one, "link", rel="alternate", href=f"{address}#{entry.item}", type="text/html")
        if entry.note:
            _text(one, "content", entry.note)
    return ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    # what XML 1.0 cannot hold would make the whole feed unreadable
    kept = "".join(letter for letter in text if letter in "\n\t" or " " <= letter not in "\ufffe\uffff")
    ElementTree.SubElement(parent, name).text = kept


def _time(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
