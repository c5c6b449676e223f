"""A web address."""

import re
from typing import Literal

from voc.surveys.comparing import SPACE
from voc.surveys.questions.lines import LineQuestion

SHAPE = re.compile(rf"https?://[^{SPACE}/?#]+[^{SPACE}]*", re.IGNORECASE)


class UrlQuestion(LineQuestion):
    """A web address that starts with http:// or https://."""

    type: Literal["url"]

    def form_problem(self, line: str) -> str | None:
        """Anything but a web address."""
        return None if SHAPE.fullmatch(line) else "must be a web address that starts with http:// or https://"
