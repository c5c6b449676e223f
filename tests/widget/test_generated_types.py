"""The TypeScript types follow the Python models."""

import json
from pathlib import Path

from voc.surveys.schema import schema

KEPT = Path(__file__).parents[2] / "widgets/src/generated/survey.schema.json"


def test_the_schema_that_the_types_are_made_from_is_that_of_the_models() -> None:
    """Else: `python -m voc.surveys.schema | node widgets/tools/types.mjs -`."""
    assert json.loads(KEPT.read_text()) == json.loads(json.dumps(schema()))
