import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_missing_id_is_a_problem_for_programs(http):
    answer = await http.get("/v1/items/x")
    problem = answer.json()
    assert answer.status_code == problem["status"] == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == "urn:voc:problem:not-found"
    assert problem["title"] == "Not found"
    assert problem["detail"] == "No item x."
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1", "/hooks/nothing", "/health/nothing", "//v1//nothing"])
async def test_an_unknown_path_for_programs_is_a_problem(http, path):
    answer = await http.get("http://voc.test" + path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not Found"


async def test_an_unknown_page_is_a_page(http):
    answer = await http.get("/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "nothing at this address" in answer.text


async def test_a_wrong_method_names_the_right_ones(http):
    answer = await http.delete("/v1/items")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_wrong_parameter_is_named(http):
    for wrong in ("limit=many", "limit=0", "limit=201"):
        answer = await http.get(f"/v1/items?{wrong}")
        assert answer.status_code == 400
        assert [each["parameter"] for each in answer.json()["errors"]] == ["limit"]


@pytest.mark.parametrize("how", ["database", "link"])
async def test_a_database_that_is_away_is_said_so(http, how):
    answer = await http.get(f"/v1/broken/{how}")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["/v1/broken/otherwise", "/broken-page/otherwise"])
async def test_an_error_of_ours_says_nothing_but_its_request_id(http, path):
    answer = await http.get(path, headers={"x-request-id": "from-the-proxy-1"})
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "from-the-proxy-1"
    assert "from-the-proxy-1" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


async def test_a_page_says_that_the_database_is_away(http):
    answer = await http.get("/broken-page/database")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["retry-after"] == "2"


async def test_a_strange_request_id_is_not_repeated(http):
    answer = await http.get("/page", headers={"x-request-id": "<script>"})
    assert answer.headers["x-request-id"].isalnum()
