import asyncio
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import Invalid
from voc.web import bodies
from voc.web.bodies import decode

pytestmark = pytest.mark.asyncio(loop_scope="session")

JSON = {"content-type": "application/json"}
MAX, MIN = 2**63 - 1, -(2**63)


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def plain(texts):
    numbers = st.integers(MIN, MAX) | st.floats(allow_nan=False, allow_infinity=False)
    scalars = st.none() | st.booleans() | numbers | texts
    return st.recursive(scalars, lambda each: st.lists(each) | st.dictionaries(texts, each), max_leaves=60)


storable = plain(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[1] trailing", "JSON"),
        (b"[NaN]", "JSON"),
        (b"[Infinity]", "JSON"),
        (b"[-Infinity]", "JSON"),
        (b"[1e400]", "JSON"),
        (b'["\\ud800"]', "JSON"),
        (b'["\\ud800\\u0041"]', "JSON"),
        (b'["\\udc00"]', "JSON"),
        (b'{"\\udfff": 1}', "JSON"),
        (b'["\xff"]', "UTF-8"),
        (b'["\xed\xa0\x80"]', "UTF-8"),
        ('["é"]'.encode("latin-1"), "UTF-8"),
        ('["é"]'.encode("utf-16"), "JSON"),
        (b'["a\\u0000b"]', "NUL"),
        (b'{"a\\u0000": 1}', "NUL"),
        (b'["a\0b"]', "JSON"),
        (str(2**65).encode(), "64 bit"),
        (str(MAX + 1).encode(), "64 bit"),
        (str(MIN - 1).encode(), "64 bit"),
        (b'{"a": [[1, %d]]}' % 2**65, "64 bit"),
        (b"9" * 5000, "JSON"),
        (nested(33), "32 levels"),
        (nested(5_000), "32 levels"),
        (b"[" * 500_000, "32 levels"),
        (b'{"a":' * 100_000, "32 levels"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "32 levels"),
    ],
)
async def test_what_cannot_be_kept_is_refused_with_the_reason(http, body, says):
    answer = await http.post("/v1/echo", content=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        nested(32),
        b"[" + b"[1]," * 500 + b"[1]]",
        b'["\\\\u0000"]',
        b'["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]',
        b'["1234567890123456789012345678901234567890"]',
        str(MAX).encode(),
        str(MIN).encode(),
        b"12345678901234567890123.5",
        b"true",
        '["\\ud83d\\ude00 좋아요"]'.encode(),
    ],
)
async def test_what_can_be_kept_is_read(http, body):
    answer = await http.post("/v1/echo", content=body, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["read"] == json.loads(body)


@given(storable, st.booleans())
async def test_storable_values_survive(value, ascii_only):
    assert decode(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(plain(st.text()) | st.integers())
async def test_a_decoded_value_can_always_be_stored(value):
    body = json.dumps(value).encode()
    try:
        read = decode(body)
    except Invalid:
        return
    text = json.dumps(read, ensure_ascii=False)
    text.encode()
    assert "\\u0000" not in text


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
async def test_random_bytes_never_break_anything(http, body):
    for path in ("/v1/echo", "/v1/verbatim", "/v1/verbatims"):
        assert (await http.post(path, content=body, headers=JSON)).status_code in (200, 400)


@given(plain(st.text(max_size=20)))
@settings(max_examples=100, deadline=None)
async def test_random_values_never_break_a_schema(http, value):
    body = json.dumps(value)
    for path in ("/v1/verbatim", "/v1/verbatims"):
        assert (await http.post(path, content=body, headers=JSON)).status_code in (200, 400)


@pytest.mark.parametrize("path", ["/v1/echo", "/v1/verbatim"])
@pytest.mark.parametrize(
    "content_type",
    [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"],
)
async def test_only_json_is_read(http, path, content_type):
    headers = {"content-type": content_type} if content_type else {}
    assert (await http.post(path, content=b'{"text": "a"}', headers=headers)).status_code == 415


async def test_a_charset_does_not_matter(http):
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert (await http.post("/v1/echo", content=b"1", headers=headers)).status_code == 200


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_beyond_the_limit_is_refused(http, announced):
    async def stream():
        for _ in range(20):
            yield b" " * 100_000

    content = b" " * 2_000_000 if announced else stream()
    answer = await http.post("/v1/echo", content=content, headers=JSON)
    assert answer.status_code == 413
    assert answer.json()["title"]


async def test_a_slow_body_is_not_waited_for(http, monkeypatch):
    async def stream():
        yield b"["
        await asyncio.sleep(1)
        yield b"]"

    monkeypatch.setattr(bodies, "BODY_DEADLINE_SECONDS", 0.05)
    assert (await http.post("/v1/echo", content=stream(), headers=JSON)).status_code == 408


async def test_errors_point_to_their_place(http):
    body = [{"text": "a"}, {"rating": "much"}, {"text": 1, "a/b~c": 1}]
    answer = await http.post("/v1/verbatims", json=body)
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/1/text", "/1/rating", "/2/text", "/2/a~1b~0c"]


async def test_errors_in_a_declared_body_point_to_their_place(http):
    answer = await http.post("/v1/verbatim", json={"rating": "much"})
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/text", "/rating"]
    assert (await http.post("/v1/verbatim", json=[])).status_code == 400
    assert (await http.post("/v1/verbatim", content=b"", headers=JSON)).status_code == 400
