"""Would you recommend us, from 0 to 10."""

from typing import Literal

from voc.surveys.questions.scales import ScaleQuestion


class NpsQuestion(ScaleQuestion):
    """Likelihood to recommend. Source: Reichheld, "The One Number You Need to Grow", HBR, December 2003."""

    type: Literal["nps"]

    @property
    def ends(self) -> tuple[int, int]:
        """0 to 10."""
        return 0, 10
