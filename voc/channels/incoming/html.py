"""HTML to the text that a reader sees, with quotations marked as in plain mails."""

import re
from collections.abc import Iterator

from lxml import etree

_UNSEEN = {"head", "style", "script", "title", "template", "noscript", "object", "select", "svg", "iframe"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tr", "ul",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table"}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
)
_QUOTING = re.compile(r"border-left|border-inline-start|0\.8ex")
_RULE = "_" * 32


def text_of(markup: str) -> str:
    """The text of a mail's HTML part: blocks as lines, list items with a dash, quotations with "> "."""
    page = _Page()
    for event, element in _walk(markup):
        if event == "start":
            page.open(element)
        else:
            page.close(element)
    return page.text()


def _walk(markup: str) -> Iterator[tuple[str, etree._Element]]:
    """Elements as they open and close; those that nobody sees are left out with all that is in them."""
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(markup.replace("\x00", "").encode("utf-8", "ignore"), parser)
    except etree.LxmlError:  # nothing in it
        return
    if root is None:
        return
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start" and _unseen(element):
            walker.skip_subtree()
            element.text = None
            element.tag = "span"  # what follows it is still read when it closes
        yield event, element


def _unseen(element: etree._Element) -> bool:
    hidden = element.get("hidden") is not None or bool(_HIDDEN.search((element.get("style") or "").lower()[:500]))
    return element.tag in _UNSEEN or hidden


def _quotes(element: etree._Element) -> bool:
    """Whether this is a quotation rather than an indented paragraph."""
    if element.tag != "blockquote":
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    cited = (element.get("type") or "").lower() == "cite" or element.get("cite") is not None
    return cited or "quote" in marks or "cite" in marks or bool(_QUOTING.search((element.get("style") or "").lower()))


class _Page:
    """Lines as they are written."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._quoted = 0
        self._verbatim = 0

    def open(self, element: etree._Element) -> None:
        """Begin an element and its own text."""
        tag = element.tag
        if tag in _BLOCKS:
            self._end_line(blank=tag in _SPACED)
        if tag == "br":
            self._break()
        elif tag == "hr":
            self._end_line()
            self._line = _RULE
            self._end_line()
        elif tag == "li":
            self._line = "- "
        elif tag in ("td", "th") and self._line.strip():
            self._line += " "
        self._quoted += _quotes(element)
        self._verbatim += tag == "pre"
        self._write(element.text)

    def close(self, element: etree._Element) -> None:
        """End an element; its tail follows."""
        if element.tag in _BLOCKS:
            self._end_line(blank=element.tag in _SPACED)
        self._quoted -= _quotes(element)
        self._verbatim -= element.tag == "pre"
        self._write(element.tail)

    def text(self) -> str:
        """All of it."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _write(self, text: str | None) -> None:
        if not text:
            return
        if self._verbatim:
            first, *rest = text.split("\n")
            self._line += first
            for line in rest:
                self._break()
                self._line = line
            return
        flat = re.sub(r"[ \t\r\n\f]+", " ", text)
        self._line += flat.lstrip(" ") if not self._line or self._line.endswith(" ") else flat

    def _break(self) -> None:
        self._lines.append(self._mark(self._line.rstrip()))
        self._line = ""

    def _end_line(self, *, blank: bool = False) -> None:
        if self._line.strip():
            self._break()
        self._line = ""
        if blank and self._lines and self._lines[-1].strip("> "):
            self._lines.append(self._mark(""))

    def _mark(self, line: str) -> str:
        return ("> " * min(self._quoted, 5) + line).rstrip() if self._quoted else line
