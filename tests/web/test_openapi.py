"""The OpenAPI document says what is understood, what is sent, and how errors look."""

import httpx
import pytest
from litestar import Litestar, get, post
from litestar.params import JSONBody
from pydantic import Field

from voc.app import create_app
from voc.settings import Settings
from voc.values import Value
from voc.web.openapi import ByPydantic, Documented, files


class Words(Value):
    """In one language."""

    text: str = ""


class Parcel(Value):
    """Something on its way."""

    words: dict[str, Words] = Field(default={}, max_length=3)
    weight: float | None = None


def a_module_of_its_own():
    class Parcel(Value):
        """Another thing of that name."""

        height: int

    return Parcel


Other = a_module_of_its_own()


@post("/v1/parcels")
async def send(data: JSONBody[Parcel]) -> Parcel:
    return data


@get("/v1/others")
async def others() -> list[Other]:
    return []


@get("/v1/table", operation_class=files("text/csv; charset=utf-8"))
async def table() -> bytes:
    return b""


@pytest.fixture(scope="module")
def document():
    config = Documented(title="Parcels", version="1", path="/schema")
    return Litestar([send, others, table], openapi_config=config, plugins=[ByPydantic()]).openapi_schema.to_schema()


def named(document, schema):
    return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]


def references(part):
    if isinstance(part, dict):
        yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def test_a_mapping_with_a_limit_is_an_object(document):
    body = document["paths"]["/v1/parcels"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    words = named(document, body)["properties"]["words"]
    assert (words["type"], words["maxProperties"]) == ("object", 3)
    assert named(document, words["additionalProperties"])["properties"]["text"]["type"] == "string"


def test_what_is_always_sent_is_required_in_answers_alone(document):
    operation = document["paths"]["/v1/parcels"]["post"]
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    answer = operation["responses"]["201"]["content"]["application/json"]["schema"]
    assert "required" not in named(document, body)
    assert set(named(document, answer)["required"]) == {"words", "weight"}


def test_classes_of_one_name_are_told_apart(document):
    answer = document["paths"]["/v1/others"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(named(document, answer["items"])["properties"]) == {"height"}


def test_a_file_has_its_own_type(document):
    assert set(document["paths"]["/v1/table"]["get"]["responses"]["200"]["content"]) == {"text/csv"}


def test_every_operation_may_answer_with_a_problem(document):
    for path in document["paths"].values():
        for operation in path.values():
            content = operation["responses"]["default"]["content"]["application/problem+json"]
            assert "request_id" in named(document, content["schema"])["required"]


def test_nothing_in_the_whole_document_leads_nowhere():
    document = create_app(Settings(secret="of-this-test-0123456789-abcdefghij")).openapi_schema.to_schema()
    known, used = set(document["components"]["schemas"]), {each.rsplit("/", 1)[-1] for each in references(document)}
    assert used == known


@pytest.mark.asyncio(loop_scope="session")
async def test_a_field_that_is_called_like_a_dependency_is_the_callers_mistake(caller):
    answer = await caller.http.patch("/v1/backlog/weights", json={"segments": -1})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/segments"


@pytest.mark.asyncio(loop_scope="session")
async def test_probes_ask_for_no_key(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://voc.test") as http:
        document = (await http.get("/schema/openapi.json")).json()
    assert document["paths"]["/health/live"]["get"]["security"] == [{}]
