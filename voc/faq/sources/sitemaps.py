"""Sitemaps: the addresses of a site's pages; pure.

Source:
    https://www.sitemaps.org/protocol.html
"""

from lxml import etree

from voc.errors import Invalid

PAGES_LIMIT = 1_000
FILE_LIMIT_BYTES = 4 * 1024 * 1024


class NoSitemap(Invalid):
    """The file is not a sitemap that we read."""

    slug, title = "no-sitemap", "Not a sitemap"


def addresses(data: bytes) -> list[str]:
    """The addresses in a sitemap, each once, in order.

    Raises:
        NoSitemap: it is none, a list of sitemaps, or too large.
    """
    if len(data) > FILE_LIMIT_BYTES:
        raise NoSitemap(f"The sitemap is larger than {FILE_LIMIT_BYTES // 1024**2} MB. Divide it.")
    # no document type, so no entities: neither files of this machine nor ones that unfold to gigabytes
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NoSitemap("A sitemap has no document type. Remove the line that begins with <!DOCTYPE.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise NoSitemap("This is no XML. Give the sitemap as it lies on the web server.") from error
    if root.getroottree().docinfo.doctype:
        raise NoSitemap("A sitemap has no document type. Remove the line that begins with <!DOCTYPE.")
    name = etree.QName(root).localname
    if name == "sitemapindex":
        raise NoSitemap("This is a list of sitemaps. Give the sitemaps that it names, one by one.")
    if name != "urlset":
        raise NoSitemap("This XML is no sitemap: it should begin with <urlset>.")
    found = [(each.text or "").strip() for each in root.iter("{*}loc")]
    pages = list(dict.fromkeys(filter(None, found)))
    if not pages or len(pages) > PAGES_LIMIT:
        raise NoSitemap(f"A sitemap names 1 to {PAGES_LIMIT:,} pages; this one names {len(pages):,}.")
    return pages
