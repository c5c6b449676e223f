"""A page of the web: what stands in its main part, without navigation, scripts and what nobody sees."""

import re
from collections.abc import Iterator

from lxml import etree

from voc.faq.sources.domain import Block, NotTaken, Reading, Refusal
from voc.faq.sources.encodings import decoded

_LEFT_OUT = {
    "head", "style", "script", "title", "template", "noscript", "object", "select", "svg", "math", "iframe", "nav",
    "footer", "aside", "form", "button", "dialog", "canvas", "audio", "video",
}  # fmt: skip
_LEFT_OUT_ROLES = {"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog"}
_BLOCKS = {
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tr", "ul",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ASKED = {"summary": 6, "dt": 6}
"""What stands above what opens or follows: questions, on a page of them. Their answers end with `details` and `dl`."""
_MAIN = ("//main", "//*[@role='main']", "//article", "//body")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")


def read(data: bytes, charset: str) -> Reading:
    """What a page says.

    Raises:
        NotTaken: there is no page in it, or it lies too deep.
    """
    root = _parsed(decoded(data, declares=True, charset=charset))
    if root is None:
        raise NotTaken(Refusal.empty)
    title = "".join(root.xpath("string((//head/title)[1])"))
    return Reading(title=_BLANKS.sub(" ", title), blocks=tuple(_Blocks().of(_main(root))))


def blocks_of(markup: str) -> list[Block]:
    """What a piece of markup says; nothing where there is nothing in it."""
    root = _parsed(markup)
    return _Blocks().of(root) if root is not None else []


def _parsed(markup: str) -> etree._Element | None:
    # `huge_tree` reads elements up to 2,048 deep rather than 256; what is deeper is made to break programs
    parser = etree.HTMLParser(
        recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8"
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "ignore"), parser)
    except etree.LxmlError:  # nothing in it
        return None
    if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in parser.error_log):
        raise NotTaken(Refusal.malformed)  # the rest of it was not read
    return root


def _main(root: etree._Element) -> etree._Element:
    """The main part: the first of its kind that says something; of several articles, all."""
    for path in _MAIN:
        found = root.xpath(path)
        if found and (len(found) == 1 or path != "//article"):
            said = next((each for each in found if len("".join(each.itertext()).strip()) > 0), None)
            if said is not None:
                return said
    return root


def _left_out(element: etree._Element) -> bool:
    if element.tag in _LEFT_OUT or (element.get("role") or "").lower() in _LEFT_OUT_ROLES:
        return True
    if element.tag == "header" and element.getparent() is not None and element.getparent().tag == "body":
        return True  # of the site; that of an article holds its title
    hidden = element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true"
    return hidden or bool(_HIDDEN.search((element.get("style") or "").lower()[:500]))


def _walk(top: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    walker = etree.iterwalk(top, events=("start", "end"))
    for event, element in walker:
        if event == "start" and element is not top and _left_out(element):
            walker.skip_subtree()
            element.text = None
            element.tag = "span"  # what follows it is still read when it closes
        yield event, element


class _Blocks:
    """Blocks as they are read."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._words: list[str] = []
        self._level = 0
        self._verbatim = 0

    def of(self, top: etree._Element) -> list[Block]:
        """All that is said below an element."""
        for event, element in _walk(top):
            if event == "start":
                self._open(element)
            else:
                self._close(element, outside=element is top)
        self._end()
        return self._found

    def _open(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag in _HEADINGS:
            self._end()
        if tag in _HEADINGS or tag in _ASKED:
            self._level = _HEADINGS.get(tag) or _ASKED[tag]
        elif tag == "br":
            self._words.append("\n")
        elif tag in ("td", "th") and "".join(self._words).strip():
            self._words.append(" | ")
        elif tag == "img":
            self._write(element.get("alt"))
        self._verbatim += tag == "pre"
        self._write(element.text)

    def _close(self, element: etree._Element, *, outside: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag in _HEADINGS:
            self._end()
        if tag in _HEADINGS or tag in _ASKED:
            self._level = 0
        elif tag in ("details", "dl"):
            self._found.append(Block(text="", level=min(_ASKED.values())))
        self._verbatim -= tag == "pre"
        if not outside:
            self._write(element.tail)

    def _write(self, text: str | None) -> None:
        if text:
            self._words.append(text if self._verbatim else _BLANKS.sub(" ", text))

    def _end(self) -> None:
        whole = "".join(self._words)
        text = whole.strip("\n") if self._verbatim else "\n".join(map(_line, whole.split("\n"))).strip()
        self._words = []
        if text.strip():
            self._found.append(Block(text=text.replace("\n", " ") if self._level else text, level=self._level))


def _line(text: str) -> str:
    return re.sub(r" {2,}", " ", text).strip()
