"""The colours of an e-mail, as its survey's author chose them; pure.

E-mail programs know no custom properties and mix no colours, so every colour is written out.
"""

from voc.surveys.appearance import Appearance
from voc.surveys.contrast import LEAST_SHAPE_CONTRAST, LEAST_TEXT_CONTRAST, contrast
from voc.values import Value

_LIGHT = {
    "canvas": "#f8f6f3", "card": "#ffffff", "ink": "#211e1b", "quiet": "#57524b", "line": "#e7e3dd", "edge": "#8a837a",
}  # fmt: skip
_DARK = {
    "canvas": "#151412", "card": "#1c1b19", "ink": "#edeae5", "quiet": "#b8b2a9", "line": "#33302d", "edge": "#807970",
}  # fmt: skip
SOFTEST_RADIUS = 6
"""Of cells and buttons, in CSS pixels, however round the card is."""


class Palette(Value):
    """One scheme, each as `#rrggbb`."""

    canvas: str
    """Behind the card."""
    card: str
    ink: str
    quiet: str
    """Of text that is read last; still 4.5:1."""
    line: str
    """Of the card's border."""
    edge: str
    """Around what can be tapped; 3:1."""
    accent: str
    on_accent: str


class Dress(Value):
    """What an e-mail wears."""

    base: Palette
    """Written into each element."""
    dark: Palette | None
    """For readers who prefer the dark; None where the author decided otherwise."""
    schemes: str
    """For the `color-scheme` of the document."""
    radius: int
    cell_radius: int
    logo: str | None


def dress(appearance: Appearance) -> Dress:
    """What an author's appearance means for an e-mail."""
    both = len(appearance.schemes()) == 2
    base_dark = appearance.schemes()[0]
    return Dress(
        base=palette(appearance, dark=base_dark),
        dark=palette(appearance, dark=True) if both else None,
        schemes="light dark" if both else "dark" if base_dark else "light only",
        radius=appearance.radius,
        cell_radius=min(appearance.radius, SOFTEST_RADIUS),
        logo=appearance.logo,
    )


def palette(appearance: Appearance, *, dark: bool) -> Palette:
    """The colours of one scheme; all text in it can be read."""
    chosen = appearance.colours(dark=dark)
    if not appearance.background and not appearance.text:
        colours = _DARK if dark else _LIGHT
    else:
        colours = _mixed(chosen.text, chosen.background)
    return Palette(**colours, accent=chosen.accent, on_accent=chosen.on_accent)


def _mixed(ink: str, card: str) -> dict[str, str]:
    """Neutral colours between an author's own two, each as soft as it may be."""
    canvas = mixed(ink, card, 4)
    if contrast(ink, canvas) < LEAST_TEXT_CONTRAST:
        canvas = card

    def softest(shares: range, least: float) -> str:
        mixes = (mixed(ink, card, share) for share in shares)
        fit = (each for each in mixes if min(contrast(each, card), contrast(each, canvas)) >= least)
        return next(fit, ink)

    return {
        "canvas": canvas,
        "card": card,
        "ink": ink,
        "quiet": softest(range(72, 100, 4), LEAST_TEXT_CONTRAST),
        "line": mixed(ink, card, 14),
        "edge": softest(range(45, 100, 5), LEAST_SHAPE_CONTRAST),
    }


def mixed(one: str, other: str, one_pct: int) -> str:
    """A colour between two."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round((a * one_pct + b * (100 - one_pct)) / 100):02x}" for a, b in pairs)
