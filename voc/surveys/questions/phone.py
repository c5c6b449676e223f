"""A phone number."""

import re
from typing import Any, Literal

from voc.surveys.comparing import SPACE
from voc.surveys.questions.lines import LineQuestion


def bare_number(line: str) -> str:
    """The number without the signs that people write between digits."""
    return re.sub(rf"[{SPACE}\-.()]", "", line)


class PhoneQuestion(LineQuestion):
    """A phone number: 7 to 15 digits (ITU E.164), as written in any country."""

    type: Literal["phone"]

    def form_problem(self, line: str) -> str | None:
        """Anything but 7 to 15 digits, after a plus or not."""
        return None if re.fullmatch(r"\+?[0-9]{7,15}", bare_number(line)) else "must be a phone number"

    def clean(self, answer: Any) -> str:
        """Digits only, after the plus if there is one."""
        return bare_number(answer)
