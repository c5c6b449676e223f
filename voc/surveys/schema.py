"""The JSON Schema of a survey, from which the widget's types are generated.

    python -m voc.surveys.schema [validation|serialization]

`validation` (the default) describes what an author may write, with everything that has a default optional;
`serialization` what the server sends, with everything there.
"""

import json
import sys
from typing import Any, Literal, get_args

from voc.surveys.definition import Definition

Mode = Literal["validation", "serialization"]


def schema(mode: Mode = "validation") -> dict[str, Any]:
    """The JSON Schema of `Definition`."""
    return Definition.model_json_schema(mode=mode)


def main(arguments: list[str]) -> None:
    """Print the schema, keys sorted, so that it changes only where the models do."""
    mode: Any = arguments[0] if arguments else "validation"
    if mode not in get_args(Mode):
        raise SystemExit(f"say validation or serialization, not {mode}")
    print(json.dumps(schema(mode), indent=2, sort_keys=True, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
