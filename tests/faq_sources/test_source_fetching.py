"""Pages of the web: only from where the service may call, and said when nothing was there."""

import httpx
import pytest

from voc import egress
from voc.faq.sources import fetching

PAGE = "https://help.shop.test/returns"


class Body(httpx.AsyncByteStream):
    """What comes over the wire, as it comes."""

    def __init__(self, content):
        self._content = content

    async def __aiter__(self):
        yield self._content


def answered(content, media="text/html; charset=utf-8", **headers):
    """An answer whose body was not read yet."""
    return httpx.Response(200, stream=Body(content.encode()), headers={"content-type": media, **headers})


@pytest.fixture
def web(monkeypatch):
    """What addresses answer."""
    answers = {}

    def client(_, **__):
        def handle(request):
            return answers.get(str(request.url), httpx.Response(404))

        return httpx.AsyncClient(transport=httpx.MockTransport(handle))

    monkeypatch.setattr(fetching.egress, "client", client)
    return answers


async def fetch(shelf, *urls):
    answer = await shelf.http.post("/v1/faq-sources/pages", json={"urls": list(urls)})
    await shelf.engine.settle()
    return answer


async def test_a_page_is_fetched_and_read(shelf, web):
    body = "<title>Returns</title><nav>Home</nav><main><p>Within 14 days.</p></main>"
    web[PAGE] = answered(body)
    (item,) = (await fetch(shelf, PAGE)).json()["items"]
    source = await shelf.source(item["id"])
    assert (source["state"], source["kind"], source["title"], source["address"]) == ("done", "page", "Returns", PAGE)
    assert set(await shelf.passages()) == {"Within 14 days."}
    web[PAGE] = answered(body.replace("14", "30"))
    await fetch(shelf, PAGE)
    assert (await shelf.source(item["id"]))["version"] == 2
    await fetch(shelf, PAGE)
    assert (await shelf.source(item["id"]))["version"] == 2


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (httpx.Response(404), "fetch"),
        (httpx.Response(302, headers={"location": "https://elsewhere.test/"}), "fetch"),
        (answered("PK", "application/zip"), "kind"),
        (answered("<script>only()</script>"), "empty"),
        (answered("<p>x</p>", **{"content-encoding": "gzip"}), "kind"),
    ],
    ids=["missing", "moved", "no text", "empty", "packed"],
)
async def test_what_cannot_be_fetched_says_so(shelf, web, answer, problem):
    web[PAGE] = answer
    (item,) = (await fetch(shelf, PAGE)).json()["items"]
    source = await shelf.source(item["id"])
    assert (source["state"], source["problem"], source["version"]) == ("refused", problem, 0)


async def test_addresses_inside_are_refused_before_anything_is_stored(shelf):
    inside = ["http://127.0.0.1/", "https://169.254.169.254/latest/", "https://user:pass@x.test/", "file:///etc/x", "x"]
    items = (await fetch(shelf, *inside)).json()["items"]
    assert all(item["id"] is None and item["error"] for item in items)
    assert await shelf.all() == []


async def test_a_name_that_leads_inside_is_refused_when_it_is_called(shelf, monkeypatch):
    async def inside(*_):
        return ["10.0.0.7"]

    monkeypatch.setattr(egress.calling, "look_up", inside)
    (item,) = (await fetch(shelf, PAGE)).json()["items"]
    source = await shelf.source(item["id"])
    assert (source["state"], source["problem"]) == ("refused", "fetch")
    assert "private" in source["advice"]
