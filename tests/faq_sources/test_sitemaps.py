"""Sitemaps, and files that only look like ones."""

import pytest

from voc.faq.sources.sitemaps import NoSitemap, addresses

MAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://shop.test/a </loc></url><url><loc>https://shop.test/b?x=1&amp;y=2</loc></url>
<url><loc>https://shop.test/a</loc></url></urlset>"""


def test_each_page_is_named_once():
    assert addresses(MAP) == ["https://shop.test/a", "https://shop.test/b?x=1&y=2"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"no xml", "no XML"),
        (b"", "no XML"),
        (b"<urlset></urlset>", "1 to"),
        (b"<rss></rss>", "no sitemap"),
        (b"<sitemapindex><sitemap><loc>https://x.test/1.xml</loc></sitemap></sitemapindex>", "list of sitemaps"),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/x">]><urlset><url><loc>&x;</loc></url></urlset>',
            "DOCTYPE",
        ),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><urlset/>'.encode("utf-16"), "DOCTYPE"),
        (b"<urlset>" + b"<url><loc>https://x.test/%d</loc></url>" % 1 + b" " * 5_000_000 + b"</urlset>", "larger"),
        (b"<urlset>" + b"".join(b"<loc>https://x.test/%d</loc>" % n for n in range(1_001)) + b"</urlset>", "1,001"),
    ],
    ids=range(9),
)
def test_what_is_none_is_named(data, says):
    with pytest.raises(NoSitemap, match=says):
        addresses(data)
