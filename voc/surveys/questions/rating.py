"""A rating of 2 to 10 steps."""

from typing import Literal

from voc.surveys.questions.scales import ScaleQuestion


class RatingQuestion(ScaleQuestion):
    """A rating; thumbs are for 2 steps, faces for up to 5."""

    type: Literal["rating"]
    scale: Literal[2, 3, 5, 7, 10] = 5
    look: Literal["numbers", "stars", "faces", "thumbs"] = "stars"

    @property
    def ends(self) -> tuple[int, int]:
        """1 to the number of steps."""
        return 1, self.scale
