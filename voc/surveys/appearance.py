"""What a survey looks like on someone else's page."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from voc.surveys.contrast import LEAST_TEXT_CONTRAST, contrast, label_on, lightened
from voc.surveys.questions.statement import HttpsAddress
from voc.surveys.texts import Text
from voc.values import Value

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]

LIGHT = ("#ffffff", "#1c1a1f")
"""Background and text where the author chose none and the page is light."""
DARK = ("#1c1a1f", "#f4f1f5")
"""The same where the page is dark."""


class Colours(Value):
    """The colours that belong together in one scheme."""

    background: Colour
    text: Colour
    accent: Colour
    on_accent: Colour
    """The label on a button in the accent colour."""


class Appearance(Value):
    """Where a survey stands and how it is dressed; a text that nobody can read is refused."""

    placement: Literal["popover", "modal", "page", "inline", "tab"] = "popover"
    position: Literal["bottom_right", "bottom_left", "top_right", "top_left", "center"] = "bottom_right"
    scheme: Literal["auto", "light", "dark"] = "auto"
    accent: Colour = "#8a2c5e"
    background: Colour | None = None
    text: Colour | None = None
    radius: int = Field(default=10, ge=0, le=24)
    """Of the corners, in CSS pixels."""
    progress: bool = True
    """Whether respondents see how far they are."""
    tab_label: Text | None = None
    logo: HttpsAddress | None = None

    def colours(self, *, dark: bool) -> Colours:
        """The colours in the light or the dark scheme.

        A text colour not chosen follows a chosen background; on the dark background that nobody chose, an accent
        too dark to be seen is lightened.
        """
        background, text = DARK if dark else LIGHT
        accent = self.accent
        if self.background:
            background, text = self.background, label_on(self.background)
        elif dark:
            accent = lightened(accent, background)
        return Colours(background=background, text=self.text or text, accent=accent, on_accent=label_on(accent))

    def schemes(self) -> list[bool]:
        """The schemes that may be seen, each as `dark`."""
        return {"light": [False], "dark": [True]}.get(self.scheme, [False, True])

    @model_validator(mode="after")
    def _readable(self) -> Self:
        for dark in self.schemes():
            colours = self.colours(dark=dark)
            ratio = contrast(colours.text, colours.background)
            if ratio < LEAST_TEXT_CONTRAST:
                raise ValueError(
                    f"text {colours.text} on background {colours.background} has a contrast of {ratio:.1f}:1, "
                    f"and needs {LEAST_TEXT_CONTRAST}:1 to be read"
                )
        return self
