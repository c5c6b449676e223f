"""What follows from an answer: where to go next, what to require, what to calculate."""

from typing import Annotated, Literal

from pydantic import Field, create_model

from voc.surveys.conditions import Condition
from voc.surveys.texts import Id
from voc.values import Value

Number = (
    Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
    | Annotated[float, Field(strict=True, allow_inf_nan=False)]
)
"""A finite number; 7 stays 7 and does not become 7.0."""


class Jump(Value):
    """Go to another question instead of the next."""

    do: Literal["jump"]
    to: Id


class End(Value):
    """Go to an ending instead of the next question."""

    do: Literal["end"]
    ending: Id


class Require(Value):
    """A question must be answered after all."""

    do: Literal["require"]
    question: Id


# `from` is a word of the language, read as `source`; a field of that very name needs no alias, so every dump agrees.
_Fields = create_model("_Fields", __base__=Value, **{"from": (Annotated[str, Field(max_length=200)], ...)})


class From(_Fields):  # type: ignore[misc,valid-type]
    """The value of a source, such as `{"from": "answer:nps"}`."""

    @property
    def source(self) -> str:
        """The field `from`."""
        return str(getattr(self, "from"))


class Calculate(Value):
    """Change a variable; what is no number, and a division by 0, change nothing."""

    do: Literal["calculate"]
    variable: Id
    operation: Literal["set", "add", "subtract", "multiply", "divide"]
    value: Number | From


Action = Annotated[Jump | End | Require | Calculate, Field(discriminator="do")]


class Rule(Value):
    """Actions that apply, in order, where a condition holds.

    Of all rules of a question the first jump or end decides where to go; calculations and requirements all apply.
    """

    when: Condition
    then: list[Action] = Field(min_length=1, max_length=20)
