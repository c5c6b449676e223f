"""Something to read, and perhaps a link to follow."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase
from voc.surveys.texts import Text

HttpsAddress = Annotated[str, Field(pattern=r"^https://[^\s/?#]+\S*$", max_length=2_000)]
"""An address that may stand in a link."""


class StatementQuestion(QuestionBase):
    """No question at all: it is shown and passed."""

    is_asking: ClassVar[bool] = False

    type: Literal["statement"]
    button: Text | None = None
    link: HttpsAddress | None = None

    def check(self, answer: Any) -> str | None:
        """Nothing fits."""
        return "takes no answer"

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """Nothing: there is nothing to give."""
        return None
