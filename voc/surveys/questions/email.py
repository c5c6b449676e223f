"""An e-mail address."""

import re
from typing import Literal

from voc.surveys.comparing import SPACE
from voc.surveys.questions.lines import LineQuestion

SHAPE = re.compile(rf"[^@{SPACE}]+@[^@{SPACE}.]+(\.[^@{SPACE}.]+)+")


class EmailQuestion(LineQuestion):
    """An e-mail address by its shape, a@b.c, up to 254 characters (RFC 5321); whether it exists only mail can say."""

    type: Literal["email"]

    def form_problem(self, line: str) -> str | None:
        """Anything but a@b.c."""
        return None if len(line) <= 254 and SHAPE.fullmatch(line) else "must be an e-mail address"
