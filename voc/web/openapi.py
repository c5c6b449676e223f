"""The OpenAPI document as it is served: Litestar's, with what it does not know.

- Schemas come from Pydantic, which validates by them. Litestar's own reading takes a mapping with a limit for a list,
  and has one schema for what comes in and what goes out, though a field with a default is always there in an answer.
- Every operation may answer with a problem (RFC 9457), which Litestar describes in a form of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import OpenAPI, OpenAPIMediaType, OpenAPIResponse, Operation, Schema
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator

Json = dict[str, Any]
Mode = Literal["validation", "serialization"]
_HERE = "#/components/schemas/"
_PROBLEM: Json = {
    "type": "object",
    "title": "Problem",
    "description": "What went wrong, by RFC 9457; `errors` names each place by JSON pointer or parameter.",
    "required": ["type", "title", "status", "detail", "request_id"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:voc:problem:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string", "description": "Names this request in the logs."},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "additionalProperties": True,
}
_WRONG: Json = {
    "description": "What went wrong: what was not understood, not allowed or not found, and what to do.",
    "content": {"application/problem+json": {"schema": {"$ref": f"{_HERE}Problem"}}},
}


def files(*media_types: str) -> type[Operation]:
    """For a handler's `operation_class`: the answer is a file of one of these types."""

    @dataclass
    class Download(Operation):
        def __post_init__(self) -> None:
            content = {each.partition(";")[0]: OpenAPIMediaType(schema=Schema()) for each in media_types}
            self.responses = {"200": OpenAPIResponse(description="The file.", content=content)}

    return Download


@dataclass
class Documented(OpenAPIConfig):
    """The configuration whose document is finished here."""

    def to_openapi_schema(self) -> OpenAPI:
        """The part that does not depend on routes."""
        made = super().to_openapi_schema()
        return _Finished(**{name: getattr(made, name) for name in made.__dataclass_fields__})


@dataclass
class _Finished(OpenAPI):
    def to_schema(self) -> Json:
        """As it is served."""
        document = super().to_schema()
        for operation in _operations(document):
            _answer_with_problems(operation)
        _describe_by_pydantic(document)
        return document


def _operations(document: Json) -> Iterator[Json]:
    for path in document.get("paths", {}).values():
        yield from (each for each in path.values() if isinstance(each, dict) and "responses" in each)


def _answer_with_problems(operation: Json) -> None:
    kept = {status: answer for status, answer in operation["responses"].items() if status[0] in "23"}
    operation["responses"] = kept | {"default": _WRONG}


class ByPydantic(OpenAPISchemaPlugin):
    """Leaves a mark in place of a model's schema, by which the finished document finds the model again.

    Litestar's names do not say which class is meant where several share one.
    """

    @staticmethod
    def is_plugin_supported_type(value: Any) -> bool:
        """Whether it is a model."""
        return isinstance(value, type) and issubclass(value, BaseModel)

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: "SchemaCreator") -> Schema:
        """A component without fields."""
        model = field_definition.annotation
        _marked[_mark(model)] = model
        return schema_creator.create_component_schema(
            field_definition, required=[], property_fields={}, title=_mark(model)
        )


_marked: dict[str, type[BaseModel]] = {}


def _mark(model: type[BaseModel]) -> str:
    return f"{model.__module__}.{model.__qualname__}"


def _describe_by_pydantic(document: Json) -> None:
    """Put the models' schemas in place of the marks: in bodies what is understood, in answers what is sent."""
    components: Json = document.setdefault("components", {}).setdefault("schemas", {})
    models = {name: _marked[each["title"]] for name, each in components.items() if each.get("title") in _marked}
    places: list[tuple[Json, tuple[type[BaseModel], Mode]]] = []
    for operation in _operations(document):
        for part, mode in _parts(operation):
            found = _references(part)
            places += [(each, (models[_name(each)], mode)) for each in found if _name(each) in models]
    made, definitions = models_json_schema(
        list(dict.fromkeys(wanted for _, wanted in places)), ref_template=_HERE + "{model}"
    )
    for place, wanted in places:
        place.clear()
        place.update(made[wanted])
    kept = {name: schema for name, schema in components.items() if name not in models}
    document["components"]["schemas"] = kept | definitions.get("$defs", {}) | {"Problem": _PROBLEM}


def _parts(operation: Json) -> Iterator[tuple[Any, Mode]]:
    yield operation.get("requestBody", {}), "validation"
    yield operation["responses"], "serialization"


def _name(reference: Json) -> str:
    return str(reference["$ref"]).removeprefix(_HERE)


def _references(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _references(each)
