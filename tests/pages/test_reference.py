"""The API's reference is readable from the OpenAPI document alone."""

import httpx
from litestar import Litestar, get
from litestar.openapi import OpenAPIConfig

from voc.values import Value
from voc.web.reference import Reference, limits, type_of, view
from voc.web.templating import static_router, template_config


class Parcel(Value):
    """Something on its way."""

    weight: float | None = None


@get("/v1/parcels", summary="List parcels", tags=["parcels"])
async def parcels() -> list[Parcel]:
    return []


def app() -> Litestar:
    documented = OpenAPIConfig(title="Parcels", version="1", path="/schema", render_plugins=[Reference()])
    return Litestar([parcels, static_router()], template_config=template_config(), openapi_config=documented)


async def test_the_page_lists_operations_and_loads_nothing_from_elsewhere():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app()), base_url="http://voc.test") as client:
        text = (await client.get("/schema")).text
        assert (await client.get("/schema/openapi.json")).json()["info"]["title"] == "Parcels"
    assert "List parcels" in text
    assert 'href="#schema-Parcel"' in text
    assert "https://" not in text.replace('xmlns="http', "")
    assert "<script" not in text


def test_operations_are_grouped_by_tag():
    seen = view(app().openapi_schema.to_schema())
    assert [operation["path"] for operation in seen["groups"]["parcels"]] == ["/v1/parcels"]
    assert seen["schemas"]["Parcel"]["fields"][0]["name"] == "weight"


def test_types_and_limits_read_as_words():
    optional = {"oneOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]}
    assert "".join(piece.text for piece in type_of(optional)) == "Kind or null"
    assert "".join(piece.text for piece in type_of({"type": "array", "items": {"type": "string"}})) == "list of string"
    assert list(limits({"minimum": 1.0, "maximum": 200.0, "default": 50})) == ["≥ 1", "≤ 200", "default 50"]
