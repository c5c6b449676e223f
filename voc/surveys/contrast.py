"""How far two colours are apart.

Source: WCAG 2.2, definitions of relative luminance and contrast ratio.
"""

LEAST_TEXT_CONTRAST = 4.5
"""Between text and what is behind it (WCAG 2.2, 1.4.3, level AA)."""
LEAST_SHAPE_CONTRAST = 3.0
"""Between a button's or a scale's outline and what is behind it (WCAG 2.2, 1.4.11)."""


def luminance(colour: str) -> float:
    """How light `#rrggbb` is, from 0 (black) to 1 (white)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21; which comes first makes no difference."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def label_on(colour: str) -> str:
    """White or black, whichever reads better on `colour`; one of them always reaches 4.58."""
    return "#ffffff" if contrast(colour, "#ffffff") >= contrast(colour, "#000000") else "#000000"


def lightened(colour: str, background: str, least: float = LEAST_SHAPE_CONTRAST) -> str:
    """The colour, mixed with as little white as makes it stand out on a dark background."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for white in range(0, 101, 5):
        mixed = "#" + "".join(f"{round(value + (255 - value) * white / 100):02x}" for value in channels)
        if contrast(mixed, background) >= least:
            return mixed
    return "#ffffff"
