"""How a survey's author dresses its own page: the design's tokens, set anew; pure.

The form and the renderer read the same tokens, so nothing changes its colour when one takes the other's place.
"""

from voc.surveys.appearance import Appearance, Colours
from voc.surveys.contrast import label_on

OURS = Appearance()
SOFTEST_RADIUS = 12
"""Of fields and buttons, in CSS pixels, however round the card is."""


def theme(appearance: Appearance) -> str | None:
    """ "light" or "dark" where the author decides, by scheme or by background; None where the reader's system does."""
    if appearance.background:
        return "dark" if label_on(appearance.background) == "#ffffff" else "light"
    return None if appearance.scheme == "auto" else appearance.scheme


def style_sheet(appearance: Appearance) -> str:
    """The tokens that differ from the design's own, as CSS. Every value is a checked colour or number."""
    tokens = {
        "radius-large": f"{appearance.radius}px",
        "radius": f"{min(appearance.radius, SOFTEST_RADIUS)}px",
    }
    if appearance.accent.lower() != OURS.accent or appearance.background:
        tokens |= _accent(appearance)
    if appearance.background or appearance.text:
        tokens |= _paper(appearance)
    return ":root {\n" + "".join(f"  --{name}: {value};\n" for name, value in tokens.items()) + "}\n"


def _accent(appearance: Appearance) -> dict[str, str]:
    light, dark = appearance.colours(dark=False), appearance.colours(dark=True)
    return {
        "accent": f"light-dark({light.accent}, {dark.accent})",
        "on-accent": f"light-dark({light.on_accent}, {dark.on_accent})",
        "accent-strong": f"light-dark({_under_pointer(light)}, {_under_pointer(dark)})",
        "accent-soft": "color-mix(in srgb, var(--accent) 10%, var(--surface))",
    }


def _under_pointer(colours: Colours) -> str:
    """The accent, a little further from its label."""
    away = "#000000" if colours.on_accent == "#ffffff" else "#ffffff"
    return f"color-mix(in srgb, {colours.accent} 86%, {away})"


def _paper(appearance: Appearance) -> dict[str, str]:
    light, dark = appearance.colours(dark=False), appearance.colours(dark=True)
    quiet = "var(--ink)" if appearance.text else _mixed(72)
    return {
        "surface": f"light-dark({light.background}, {dark.background})",
        "ink": f"light-dark({light.text}, {dark.text})",
        "ink-2": quiet,
        "ink-3": quiet,
        "canvas": _mixed(4),
        "sunken": _mixed(6),
        "line": _mixed(14),
        "line-strong": _mixed(55),
        "complaint": "var(--ink)",
        "praise": "var(--ink)",
    }


def _mixed(ink_pct: int) -> str:
    return f"color-mix(in srgb, var(--ink) {ink_pct}%, var(--surface))"
