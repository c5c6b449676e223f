"""Pictures of choices: uploaded with the editor's form, kept with the survey, read by any site."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, CallerFactory, Watch
from tests.people import member, stranger
from tests.surveys.authoring import Author, Work, new_survey
from tests.surveys.pictures import GIF, JPEG, WEBP, png
from voc.surveys.documents import Picture
from voc.surveys.pictures import LIMIT_BYTES

LOOKS = {"id": "look", "type": "picture", "text": {"en": "Which one?", "ko": "어느 것?"}, "choices": [
    {"id": "red", "text": {"en": "Red", "ko": "빨강"}, "image": "https://example.com/red.png"},
    {"id": "blue", "text": {"en": "Blue", "ko": "파랑"}, "image": "/static/0/pictures/plain.png"}]}  # fmt: skip
File = tuple[str, bytes, str]


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[Author]:
    """Somebody with the form of a question with pictures open."""
    id_ = await new_survey(caller.workspace, watch(), questions=[LOOKS])
    async with member(app, caller.workspace, watch) as browser:
        made = Author(browser.http, caller.workspace, id_)
        await made.look(part="questions:look")
        yield made


async def send(author: Author, do: str = "", *, htmx: bool = False, typed: dict[str, Any] | None = None,
               **files: File) -> httpx.Response:  # fmt: skip
    """Send the form with files for choices, as a browser does; those without one have an empty part."""
    typed = typed or {}
    data: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for name, value in [*Work(author.page).pairs, ("do", do)]:
        if name.startswith("choices.file."):
            parts[name] = files.get(name.removeprefix("choices.file."), ("", b"", "application/octet-stream"))
        elif name not in typed:
            data.setdefault(name, []).append(value)
    headers = {"hx-request": "true"} if htmx else {}
    answer = await author.http.post(author.path, data=data | typed, files=parts, headers=headers)
    if answer.status_code == 303:
        author.page = (await author.http.get(answer.headers["location"])).text
    return answer


async def images(author: Author) -> list[str]:
    return [choice["image"] for choice in (await author.draft())["questions"][0]["choices"]]


async def test_a_picture_is_kept_with_what_was_typed_and_shown(author: Author) -> None:
    assert 'enctype="multipart/form-data"' in author.page
    picture = png()
    typed = {"text": "Which do you like?", "minimum": "0"}
    answer = await send(author, "open:questions:look", typed=typed, blue=("blue.png", picture, "image/png"))
    assert answer.status_code == 303
    question = (await author.draft())["questions"][0]
    assert (question["text"]["en"], question["minimum"]) == ("Which do you like?", 0)
    other, path = await images(author)
    assert other == "https://example.com/red.png"
    assert path.startswith(f"/c/{author.workspace}/pictures/pic_")
    assert f'<img src="{path}"' in author.page
    read = await author.http.get(path)
    assert (read.status_code, read.content, read.headers["content-type"]) == (200, picture, "image/png")


async def test_any_site_may_read_it_and_keep_it(app: Litestar, author: Author) -> None:
    await send(author, red=("red.gif", GIF, "image/gif"))
    path = (await images(author))[0]
    async with stranger(app) as browser:
        read = await browser.http.get(path, headers={"origin": "https://shop.example"})
    assert read.headers["content-type"] == "image/gif"
    assert read.headers["access-control-allow-origin"] == "*"
    assert read.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "immutable" in read.headers["cache-control"]
    assert read.headers["content-disposition"] == "inline"
    assert read.headers["x-content-type-options"] == "nosniff"


async def test_pictures_of_others_and_those_that_never_were_are_not_found(
    author: Author, new_caller: CallerFactory
) -> None:
    await send(author, red=("red.png", png(), "image/png"))
    id_ = (await images(author))[0].rsplit("/", 1)[-1]
    other = await new_caller()
    for path in (
        f"/c/{other.workspace}/pictures/{id_}",
        f"/c/{author.workspace}/pictures/pic_none",
        f"/c/x/pictures/{id_}",
    ):
        assert (await author.http.get(path)).status_code == 404, path


@pytest.mark.parametrize(
    ("kind", "content"), [("image/jpeg", JPEG), ("image/webp", WEBP), ("image/gif", GIF), ("image/png", png())]
)
async def test_its_type_is_what_its_content_says(author: Author, kind: str, content: bytes) -> None:
    await send(author, red=("red.txt", content, "text/html"))
    read = await author.http.get((await images(author))[0])
    assert read.headers["content-type"] == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"%PDF-1.7\n1 0 obj\n",
        b"MZ\x90\0" + b"\0" * 60,
        b"only words",
    ],
)
async def test_what_only_calls_itself_a_picture_is_refused(author: Author, content: bytes) -> None:
    before = await author.draft()
    answer = await send(author, typed={"text": "Typed before"}, red=("red.png", content, "image/png"))
    assert answer.status_code == 415
    assert "“red.png” is not a PNG, JPEG, WebP or GIF picture" in answer.text
    assert "Typed before" in answer.text
    assert await author.draft() == before
    assert await Picture.get_pymongo_collection().count_documents({"workspace": author.workspace}) == 0


@pytest.mark.parametrize("size", [LIMIT_BYTES + 1, 9 * LIMIT_BYTES])
async def test_what_is_too_large_is_refused_by_name(author: Author, size: int) -> None:
    picture = png(padding=size - len(png()) - 20)
    answer = await send(author, red=("holiday.png", picture, "image/png"))
    assert answer.status_code == 413
    assert "“holiday.png” is larger than 1 MB" in answer.text
    assert (await images(author))[0] == "https://example.com/red.png"


async def test_saving_while_typing_shows_the_new_picture_and_moves_nothing(author: Author) -> None:
    answer = await send(author, htmx=True, red=("red.png", png(), "image/png"))
    path = (await images(author))[0]
    assert 'id="thumbnail-red" hx-swap-oob="true"' in answer.text
    assert f'src="{path}"' in answer.text
    assert 'id="editor"' not in answer.text


async def test_an_address_replaces_a_picture_and_an_empty_one_keeps_it(author: Author) -> None:
    await send(author, "open:questions:look", red=("red.png", png(), "image/png"))
    path = (await images(author))[0]
    await send(author, "open:questions:look")
    assert (await images(author))[0] == path
    await send(author, typed={"choices.image": ["https://example.com/other.png", ""]})
    assert (await images(author))[0] == "https://example.com/other.png"


async def test_a_file_for_no_choice_of_this_question_is_left_alone(author: Author) -> None:
    before = await author.draft()
    data = dict(Work(author.page).pairs) | {"do": ""}
    files = {"choices.file.green": ("g.png", png(), "image/png"), "other": ("o.png", png(), "image/png")}
    await author.http.post(author.path, data={**data, "part": ""}, files=files)
    assert await author.draft() == before
    assert await Picture.get_pymongo_collection().count_documents({"workspace": author.workspace}) == 0


async def test_strangers_upload_nothing(app: Litestar, author: Author, new_caller: CallerFactory, watch: Watch) -> None:
    async with member(app, (await new_caller()).workspace, watch) as browser:
        other = Author(browser.http, author.workspace, author.id)
        page = (await browser.http.get("/surveys/new")).text
        other.page = author.page.replace(_token(author.page), _token(page))
        assert (await send(other, red=("red.png", png(), "image/png"))).status_code == 404
    async with stranger(app) as nobody:
        answer = await nobody.http.post(author.path, files={"choices.file.red": ("red.png", png(), "image/png")})
        assert answer.status_code in (303, 401, 403)
    assert await Picture.get_pymongo_collection().count_documents({"workspace": author.workspace}) == 0


def _token(page: str) -> str:
    return dict(Work(page.replace("<form", '<form id="work"')).pairs)["_csrf_token"]
