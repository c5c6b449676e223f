import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.settings import Settings
from voc.web.security import secret

pytestmark = pytest.mark.asyncio(loop_scope="session")

FORM = {"content-type": "application/x-www-form-urlencoded"}


def csrf_cookie(client):
    return next(cookie for cookie in client.cookies.jar if "voc_csrf" in cookie.name)


@pytest.mark.parametrize("path", ["/page", "/nothing", "/v1/items", "/v1/nothing", "/broken-page/x", "/v1/broken/x"])
async def test_every_answer_carries_the_headers(http, path):
    headers = (await http.get(path)).headers
    assert "unsafe" not in headers["content-security-policy"]
    loaded = "'none'" if path.startswith("/v1") else "'self'"
    assert f"default-src {loaded};" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


async def test_https_is_insisted_on_where_it_is_served(https):
    answer = await https.get("/page")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-voc_csrf_")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= {part.strip() for part in cookie.split(";")}


async def test_a_route_may_be_framed_and_may_be_kept(http):
    answer = await http.get("/framed")
    assert "frame-ancestors *" in answer.headers.get_list("content-security-policy")[0]
    assert len(answer.headers.get_list("content-security-policy")) == 1
    assert (await http.get("/kept")).headers["cache-control"] == "private, max-age=60"


async def test_programs_get_no_cookie(http):
    assert "set-cookie" not in (await http.get("/v1/items")).headers


async def test_a_form_with_the_token_passes(http):
    await http.get("/page")
    token = csrf_cookie(http).value
    assert (await http.post("/form", data={"_csrf_token": token})).status_code == 200
    assert (await http.post("/form", data={}, headers={"x-csrftoken": token, **FORM})).status_code == 200


@pytest.mark.parametrize("token", [None, "", "a" * 128, "é" * 128, "0"])
async def test_a_form_without_the_token_is_refused(http, token):
    await http.get("/page")
    data = {} if token is None else {"_csrf_token": token}
    answer = await http.post("/form", data=data, headers=FORM)
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_token_that_is_a_file_is_refused(http):
    await http.get("/page")
    files = {"_csrf_token": ("a.txt", csrf_cookie(http).value)}
    assert (await http.post("/upload", files=files, headers={"x-signed-in": "yes"})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": "http://voc.test.evil.test"},
    ],
)
async def test_a_form_from_another_site_is_refused_even_with_the_token(http, headers):
    await http.get("/page")
    answer = await http.post("/form", data={"_csrf_token": csrf_cookie(http).value}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://voc.test"}]
)
async def test_a_form_from_our_own_page_passes(http, headers):
    await http.get("/page")
    answer = await http.post("/form", data={"_csrf_token": csrf_cookie(http).value}, headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/upload", "/members-form"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", FORM["content-type"], "application/json", "x/y"])
async def test_what_nobody_sends_to_a_page_for_members_is_not_read(http, path, kind):
    reads = 0

    async def stream():
        nonlocal reads
        for _ in range(5):
            reads += 1
            yield b"x" * 1000

    answer = await http.post(path, content=stream(), headers={"content-type": kind})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert reads <= 1


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(("path", "who"), [("/form", {}), ("/members-form", {"x-signed-in": "yes"})])
async def test_a_form_without_a_file_is_short_whatever_the_route_takes(http, path, who, announced):
    read = 0

    async def stream():
        nonlocal read
        for _ in range(64):
            read += 1
            yield b"a=1&" * 16_384

    await http.get("/page")
    token = {"x-csrftoken": csrf_cookie(http).value}
    content = b"a=1&" * 1_000_000 if announced else stream()
    answer = await http.post(path, content=content, headers={**FORM, **who, **token})
    assert answer.status_code == 413
    assert read < 8


@pytest.mark.parametrize("content", [b"a=%00", b"%00=a", b"&".join(b"f%d=" % n for n in range(1_001))])
async def test_a_form_that_cannot_be_kept_is_refused(http, content):
    await http.get("/page")
    headers = {**FORM, "x-csrftoken": csrf_cookie(http).value}
    assert (await http.post("/form", content=content, headers=headers)).status_code == 400


async def test_an_upload_by_a_member_passes(http):
    await http.get("/page")
    data = {"_csrf_token": csrf_cookie(http).value}
    answer = await http.post("/upload", data=data, files={"file": ("a.csv", "a")}, headers={"x-signed-in": "yes"})
    assert answer.status_code == 200


@given(st.binary(max_size=200), st.sampled_from(["utf-8", "utf-16", "nonsense", "ascii"]))
@settings(max_examples=60, deadline=None)
async def test_random_forms_never_break_anything(http, body, charset):
    part = b'--b\r\nContent-Disposition: form-data; name="_csrf_token"\r\nContent-Type: text/plain; charset='
    whole = part + charset.encode() + b"\r\n\r\n" + body + b"\r\n--b--\r\n"
    multipart = {"content-type": "multipart/form-data; boundary=b", "x-signed-in": "yes"}
    for content, headers in ((whole, multipart), (body, multipart), (body, FORM), (b"_csrf_token=" + body, FORM)):
        answer = await http.post("/upload" if headers is multipart else "/form", content=content, headers=headers)
        assert answer.status_code in (400, 403)


async def test_a_stranger_is_shown_the_way_and_a_member_passes(http):
    assert (await http.get("/members-only")).headers["location"] == "/login?next=%2Fmembers-only"
    assert (await http.get("/members-only", headers={"x-signed-in": "yes"})).text == "inside"


async def test_the_secret_is_made_once_and_is_private(tmp_path):
    made = secret(Settings(data_dir=tmp_path / "new"))
    assert len(made) == 64
    assert secret(Settings(data_dir=tmp_path / "new")) == made
    assert (tmp_path / "new" / "secret").stat().st_mode & 0o777 == 0o600
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["secret"]
    (tmp_path / "new" / "secret").write_text("\n")
    again = secret(Settings(data_dir=tmp_path / "new"))
    assert (len(again), again == made) == (64, False)
    assert (
        secret(Settings(secret="chosen-by-the-operator-0123456789", data_dir=tmp_path / "new"))
        == "chosen-by-the-operator-0123456789"
    )
