"""The weights as a page shows and reads them; pure."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from voc.backlog.ranking.weights import Weights

EXPONENTS = ("reach", "driver", "severity", "urgency", "recency", "effort", "revenue", "segments")
"""In the order of the page."""
FIELDS = (*EXPONENTS, "half_life_days", "revenue_attribute", "segment_attribute", "segment_weights")
WEIGHT_SIGN = "="


def shown(weights: Weights) -> dict[str, str]:
    """What stands in each field."""
    plain = {name: f"{getattr(weights, name):g}" for name in (*EXPONENTS, "half_life_days")}
    attributes = {name: getattr(weights, name) or "" for name in ("revenue_attribute", "segment_attribute")}
    segments = "\n".join(f"{each.value} {WEIGHT_SIGN} {each.weight:g}" for each in weights.segment_weights)
    return plain | attributes | {"segment_weights": segments}


def read(form: Mapping[str, Any]) -> tuple[Weights | None, dict[str, str]]:
    """The weights that a form holds, or None and what does not fit, by field, as codes of `forms.problem`."""
    entered: dict[str, Any] = {name: _text(form, name).replace(",", ".") for name in (*EXPONENTS, "half_life_days")}
    entered |= {name: _text(form, name) or None for name in ("revenue_attribute", "segment_attribute")}
    lines = [line for line in _text(form, "segment_weights").splitlines() if line.strip()]
    pairs = [line.rpartition(WEIGHT_SIGN) for line in lines]
    entered["segment_weights"] = [
        {"value": value.strip(), "weight": weight.strip().replace(",", ".")} for value, _, weight in pairs
    ]
    try:
        return Weights.model_validate(entered), {}
    except ValidationError as error:
        return None, {str(each["loc"][0]): "range" for each in error.errors()}


def _text(form: Mapping[str, Any], name: str) -> str:
    given = form.get(name)
    return given.strip() if isinstance(given, str) else ""
