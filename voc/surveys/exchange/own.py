"""Our own JSON: what `write` writes, `read` reads back as the same definition.

Made for people and for git: keys in the models' order, one thing a line, defaults left out, so that a change to one
question is a change to a few lines.
"""

import json
from typing import Any

from pydantic import ValidationError

from voc.errors import Invalid
from voc.surveys.definition import Definition

SERVER_FIELDS = ("id", "workspace", "state", "version", "changed", "created_at", "published_at")
"""What the service adds to a definition when it shows a survey; a file may carry it, and it changes nothing."""
ERRORS_LIMIT = 20


def write(definition: Definition) -> str:
    """The definition as JSON that ends in a line feed; equal definitions give equal text."""
    return json.dumps(written(definition), ensure_ascii=False, indent=2) + "\n"


def written(definition: Definition) -> dict[str, Any]:
    """The definition as JSON values, without what reading it back would supply."""
    value = definition.model_dump(mode="json", exclude_defaults=True)
    supplied = Definition(name=definition.name, questions=definition.questions).languages
    if definition.languages == supplied:
        value.pop("languages", None)
    return value


def read_own(raw: dict[str, Any]) -> Definition:
    """A definition from JSON values.

    Raises:
        Invalid: it breaks a rule of the format; `errors` has a JSON pointer and a message for each place.
    """
    try:
        return Definition.model_validate({name: raw[name] for name in raw if name not in SERVER_FIELDS})
    except ValidationError as error:
        errors = [{"pointer": _pointer(each["loc"]), "message": each["msg"]} for each in error.errors()]
        shown = "; ".join(f"{each['pointer'] or '/'}: {each['message']}" for each in errors[:3])
        raise Invalid(f"This survey breaks the format: {shown}.", errors=errors[:ERRORS_LIMIT]) from None


def _pointer(path: tuple[int | str, ...]) -> str:
    """A JSON pointer (RFC 6901) to where an error is."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
