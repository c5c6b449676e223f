"""How satisfied, from 1 to 5."""

from typing import Literal

from voc.surveys.questions.scales import ScaleQuestion


class CsatQuestion(ScaleQuestion):
    """Satisfaction; 4 and 5 count as satisfied."""

    type: Literal["csat"]
    look: Literal["numbers", "stars", "faces"] = "faces"

    @property
    def ends(self) -> tuple[int, int]:
        """1 to 5."""
        return 1, 5
