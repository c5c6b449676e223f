"""The API's reference at `/schema`: our own page, because the usual ones load scripts that the policy forbids.

It reads the OpenAPI document that is served beside it and nothing else, works without JavaScript and prints well.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from litestar import Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

from voc.web.pages import frame

Schema = Mapping[str, Any]
_METHODS = ("get", "post", "put", "patch", "delete")


class Piece(NamedTuple):
    """A part of a type as text, and the schema that it names, if any."""

    text: str
    schema: str | None = None


class Reference(OpenAPIRenderPlugin):
    """Renders the reference in the reader's language, in the frame for who is signed in."""

    def __init__(self) -> None:
        super().__init__(path="/")

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """The page."""
        engine: Any = request.app.template_engine
        context = frame(request) | {"request": request, "reference": view(openapi_schema)}
        return engine.get_template("reference.html").render(**context).encode()


def view(document: Schema) -> dict[str, Any]:
    """What the page shows of an OpenAPI document: operations by tag, then the schemas that they name."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for operation in _operations(document):
        groups.setdefault(operation["tag"], []).append(operation)
    schemas = document.get("components", {}).get("schemas", {})
    return {
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "groups": groups,
        "schemas": {name: shape(schema) for name, schema in sorted(schemas.items())},
    }


def _operations(document: Schema) -> Iterator[dict[str, Any]]:
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if operation := item.get(method):
                yield {
                    "id": f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
                    "tag": next(iter(operation.get("tags", [])), "service"),
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "parameters": [_parameter(each) for each in operation.get("parameters", [])],
                    "body": [shape(each) for each in _bodies(operation.get("requestBody", {}))],
                    "answers": [_answer(status, each) for status, each in operation.get("responses", {}).items()],
                }


def _bodies(body: Schema) -> list[Schema]:
    """The shapes that a body may have; alternatives are listed one after another."""
    schemas = [content["schema"] for content in body.get("content", {}).values() if "schema" in content]
    return [choice for schema in schemas for choice in schema.get("oneOf", schema.get("anyOf", [schema]))]


def _parameter(parameter: Schema) -> dict[str, Any]:
    schema = parameter.get("schema", {})
    described = parameter.get("description") or schema.get("description", "")
    return field(parameter["name"], schema, parameter.get("required", False)) | {
        "place": parameter["in"],
        "description": described,
    }


def _answer(status: str, answer: Schema) -> dict[str, Any]:
    schemas = [content.get("schema", {}) for content in answer.get("content", {}).values()]
    named = [schema for schema in schemas if "$ref" in schema or schema.get("type") == "array"]
    return {
        "status": status,
        "description": answer.get("description", ""),
        "type": type_of(named[0]) if named else [],
    }


def shape(schema: Schema) -> dict[str, Any]:
    """An object's fields, or what stands in for an object."""
    required = schema.get("required", [])
    fields = [field(name, each, name in required) for name, each in schema.get("properties", {}).items()]
    return {
        "title": schema.get("title", ""),
        "description": schema.get("description", ""),
        "fields": fields,
        "type": [] if fields else type_of(schema),
    }


def field(name: str, schema: Schema, required: bool) -> dict[str, Any]:
    """A field or parameter: its type, and what limits it."""
    return {
        "name": name,
        "type": type_of(schema),
        "limits": ", ".join(limits(schema)),
        "required": required,
        "description": schema.get("description", ""),
    }


def type_of(schema: Schema) -> list[Piece]:
    """A type in words; names of schemas keep their link."""
    if reference := schema.get("$ref"):
        name = str(reference).rsplit("/", 1)[-1]
        return [Piece(name, name)]
    choices = schema.get("oneOf") or schema.get("anyOf") or schema.get("allOf")
    if choices:
        pieces = [piece for choice in choices for piece in (Piece(" or "), *type_of(choice))]
        return pieces[1:]
    if "const" in schema or "enum" in schema:
        return [Piece(" or ".join(repr(value) for value in schema.get("enum", [schema.get("const")])))]
    if schema.get("type") == "array":
        return [Piece("list of "), *type_of(schema.get("items", {}))]
    kind = schema.get("type", "any")
    return [Piece(schema.get("format") or (" or ".join(kind) if isinstance(kind, list) else kind))]


def limits(schema: Schema) -> Iterator[str]:
    """Bounds and the default, in words."""
    for key, words in (
        ("minimum", "≥ {:g}"),
        ("maximum", "≤ {:g}"),
        ("minLength", "at least {:,} characters"),
        ("maxLength", "at most {:,} characters"),
        ("minItems", "at least {:,}"),
        ("maxItems", "at most {:,}"),
        ("default", "default {}"),
    ):
        if schema.get(key) is not None:
            yield words.format(schema[key])
