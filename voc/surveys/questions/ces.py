"""How easy, from 1 to 7."""

from typing import Literal

from voc.surveys.questions.scales import ScaleQuestion


class CesQuestion(ScaleQuestion):
    """Customer effort, version 2.0: agreement that it was made easy, 7 the easiest.

    Source: CEB, "The Effortless Experience", 2013.
    """

    type: Literal["ces"]

    @property
    def ends(self) -> tuple[int, int]:
        """1 to 7."""
        return 1, 7
