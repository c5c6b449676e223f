"""What a workspace weighs, and how much."""

from typing import Annotated

from pydantic import Field

from voc.values import Value

Exponent = Annotated[float, Field(ge=0, le=3, allow_inf_nan=False)]
"""0: the factor does not count; 1: as it is; 2: squared."""
AttributeName = Annotated[str, Field(min_length=1, max_length=100)]


class SegmentWeight(Value):
    """How much a customer with this value of the attribute counts."""

    value: Annotated[str, Field(min_length=1, max_length=100)]
    weight: Annotated[float, Field(ge=0.01, le=100, allow_inf_nan=False)]


class Weights(Value):
    """Exponents of the factors of a score, and what some of them are made from."""

    reach: Exponent = 1.0
    driver: Exponent = 1.0
    severity: Exponent = 1.0
    urgency: Exponent = 1.0
    revenue: Exponent = 1.0
    """Counts once an attribute says what a customer is worth."""
    segments: Exponent = 1.0
    """Counts once an attribute and weights of its values are set."""
    effort: Exponent = 1.0
    """Divides; counts for items whose effort somebody has estimated."""
    recency: Exponent = 1.0
    half_life_days: Annotated[float, Field(ge=1, le=3650, allow_inf_nan=False)] = 180.0
    """After so many days a customer's word counts for half."""
    revenue_attribute: AttributeName | None = None
    """Attribute of customers with a number such as their yearly revenue; None: money does not count."""
    segment_attribute: AttributeName | None = None
    segment_weights: Annotated[tuple[SegmentWeight, ...], Field(max_length=50)] = ()
    """Values that are not named count 1."""
