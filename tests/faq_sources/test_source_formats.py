"""What is read of a file, in the process that reads it; and what is refused, with what to do."""

import pytest

from tests.faq_sources.papers import encrypted, pdf
from voc.faq.sources import apart, splitting
from voc.faq.sources.domain import ADVICE, Format, NotTaken

KOREAN = "환불은 받은 날부터 7일 안에 신청하세요. 배송비는 저희가 냅니다."


async def said(format_, data, **options):
    reading = await apart.read(format_, data, **options)
    return [(passage.heading, passage.text) for passage in splitting.passages("src", reading.blocks)]


async def test_markdown_reads_as_its_reader_sees_it():
    text = "---\ntitle: Returns\n---\n# Refunds\n\nWithin **7 days**, see [the form](https://x.test).\n"
    text += "\n## Cost\n\n| a | b |\n|-|-|\n| 1 | 2 |\n"
    reading = await apart.read(Format.markdown, text.encode())
    assert reading.title == "Returns"
    assert await said(Format.markdown, text.encode()) == [
        (("Refunds",), "Within 7 days, see the form."),
        (("Refunds", "Cost"), "a | b\n\n1 | 2"),
    ]


async def test_a_page_reads_without_what_stands_around_it():
    page = b"""<html><head><title>Help</title><script>steal()</script></head><body><nav>Home</nav>
      <header>Shop</header><main><h1>Refunds</h1><p>Within 7&nbsp;days.<br>Always.</p><p hidden>no</p>
      <details><summary>How long?</summary><p>Three days.</p></details><p>Bye.</p></main>
      <footer>Imprint</footer></body></html>"""
    assert await said(Format.html, page) == [
        (("Refunds",), "Within 7 days.\nAlways."),
        (("Refunds", "How long?"), "Three days."),
        (("Refunds",), "Bye."),
    ]


async def test_a_page_without_a_main_part_is_read_whole():
    assert await said(Format.html, b"<p>One.</p><aside>no</aside><p>Two.</p>") == [((), "One.\n\nTwo.")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949", "euc-kr"])
async def test_korean_is_read_in_whatever_letters_it_was_saved(encoding):
    assert await said(Format.text, KOREAN.encode(encoding)) == [((), KOREAN)]
    assert await said(Format.markdown, KOREAN.encode(encoding)) == [((), KOREAN)]


async def test_a_page_says_its_letters_itself():
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=euc-kr"><p>{KOREAN}</p>'.encode("euc-kr")
    assert await said(Format.html, page) == [((), KOREAN)]
    assert await said(Format.html, "<p>Déjà vu.</p>".encode("cp1252"), charset="ISO-8859-1") == [((), "Déjà vu.")]


async def test_a_pdf_is_read_by_page_and_its_lines_are_joined():
    paper = pdf(["Refunds are paid within seven days of", "the return. Shipping is on us."], [KOREAN])
    reading = await apart.read(Format.pdf, paper)
    assert [(block.text, block.page) for block in reading.blocks] == [
        ("Refunds are paid within seven days of the return. Shipping is on us.", 1),
        (KOREAN, 2),
    ]


@pytest.mark.parametrize(
    ("format_", "data", "reason"),
    [
        (Format.text, b"   \n\n", "empty"),
        (Format.text, b"caf\xe9 d\xe9j\xe0 vu", "encoding"),
        (Format.text, "한국어".encode() + b"\xff\xfe\xfd broken", "encoding"),
        (Format.markdown, bytes(range(256)) * 20, "encoding"),
        (Format.html, b"<script>only()</script>", "empty"),
        (Format.html, b"<div>" * 100_000 + b"deep", "malformed"),
        (Format.text, b"word " * 300_000, "long"),
        (Format.html, b"<h2>a<p>b" * 50_000, "long"),
        (Format.pdf, b"%PDF-1.7 and then nothing of the kind", "malformed"),
        (Format.pdf, b"", "malformed"),
        (Format.pdf, pdf(["Some words that are there."])[:300], "malformed"),
        (Format.pdf, pdf([], [], []), "scanned"),
        (Format.pdf, encrypted(pdf(["Words behind a password."])), "encrypted"),
        (Format.pdf, pdf(*[["A page of many."]] * 1_001), "pages"),
    ],
    ids=lambda each: "data" if isinstance(each, bytes) else str(each),
)
async def test_what_cannot_be_read_is_refused_with_what_to_do(format_, data, reason):
    with pytest.raises(NotTaken) as refused:
        await apart.read(format_, data)
    assert refused.value.values["reason"] == reason
    assert refused.value.detail.startswith(ADVICE[reason])


async def test_five_thousand_pages_are_refused_by_their_number():
    with pytest.raises(NotTaken) as refused:
        await apart.read(Format.pdf, pdf(*[["A page of many."]] * 5_000))
    assert refused.value.figures == "It has 5,000."


async def test_what_takes_too_long_is_ended():
    with pytest.raises(NotTaken) as refused:
        await apart.read(Format.text, b"word " * 1000, seconds=0.01)
    assert refused.value.values["reason"] == "slow"


async def test_brackets_and_stars_without_end_are_words():
    for letter in (b"[", b"*a ", b"`a ", b"<"):
        assert await said(Format.markdown, letter * 20_000 + b" end.")
