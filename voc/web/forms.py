"""What every form of a page sends."""

from pydantic import ConfigDict, Field

from voc.values import Value


class Form(Value):
    """Fields of a form; its token was checked before anybody reads them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    csrf_token: str = Field(default="", alias="_csrf_token")
