"""Pages of the web as files, only from where `voc.egress` lets anybody call."""

from collections.abc import AsyncIterator

from voc import egress
from voc.faq.sources.domain import FILE_LIMIT_BYTES, Format, NotTaken, Refusal, format_of
from voc.settings import Egress
from voc.values import Value

SECONDS = 60.0
_TYPES = "text/html, application/xhtml+xml, application/pdf, text/markdown, text/plain"


class Page(Value):
    """What an address answered."""

    body: bytes
    format: Format
    charset: str


async def fetch(url: str, settings: Egress) -> Page:
    """What lies at an address.

    Raises:
        NotTaken: nothing that can be read, or nobody answered.
    """
    async with egress.client(settings) as http:
        try:
            request = http.build_request("GET", url, headers={"accept": _TYPES})
            answer = await egress.call(http, request, seconds=SECONDS, limit_bytes=FILE_LIMIT_BYTES + 1)
        except (egress.AddressRefused, egress.Unreachable) as error:
            raise NotTaken(Refusal.fetch, error.detail) from error
    return _page(url, answer)


async def whole(body: bytes) -> AsyncIterator[bytes]:
    """A body as a file comes."""
    yield body


def _page(url: str, answer: egress.Answer) -> Page:
    if answer.status in range(300, 400):
        moved = answer.headers.get("location", "")[:300]
        raise NotTaken(Refusal.fetch, f"It answers that it is now at {moved}; give that address.")
    if answer.status != 200:
        raise NotTaken(Refusal.fetch, f"It answered with status {answer.status}.")
    if len(answer.body) > FILE_LIMIT_BYTES:
        raise NotTaken(Refusal.large)
    media = answer.headers.get("content-type", "")
    found = format_of("", media)
    if found is None or answer.headers.get("content-encoding", "identity") != "identity":
        raise NotTaken(Refusal.kind)
    charset = media.partition("charset=")[2].partition(";")[0].strip(" \"'")
    return Page(body=answer.body, format=found, charset=charset[:30])
