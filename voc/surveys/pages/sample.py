"""A drawing of a survey on somebody's page, in the colours and at the place that its author chose; pure.

It is SVG, because our pages allow no style attribute, and a drawing needs no script.
"""

from voc.surveys.appearance import Appearance
from voc.values import Value

WIDTH, HEIGHT = 360, 224
_MARGIN = 12
_LINE_UNITS = 34
"""What fits into a line of the drawing: a Latin letter is one unit, a Korean one two."""


class Box(Value):
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float


class Sample(Value):
    """What the template draws."""

    dark: bool
    card: Box
    background: str
    text: str
    accent: str
    on_accent: str
    radius: float
    lines: list[str]
    scores: list[Box]
    button: Box
    shade: bool
    """Whether the page behind is darkened."""
    progress: bool
    is_tab: bool


def sample(appearance: Appearance, question: str, *, dark: bool) -> Sample:
    """The drawing for one scheme."""
    colours = appearance.colours(dark=dark)
    card = _card(appearance)
    inner = card.width - 28
    step = inner / 11
    scores = [Box(x=card.x + 14 + at * step, y=card.y + 58, width=step - 3, height=22) for at in range(11)]
    return Sample(
        dark=dark, card=card, background=colours.background, text=colours.text, accent=colours.accent,
        on_accent=colours.on_accent, radius=appearance.radius, lines=wrapped(question), scores=scores,
        button=Box(x=card.x + 14, y=card.y + 92, width=64, height=24), shade=appearance.placement == "modal",
        progress=appearance.progress, is_tab=appearance.placement == "tab",
    )  # fmt: skip


def wrapped(text: str) -> list[str]:
    """At most two lines of the drawing; what does not fit ends in "…"."""
    lines, left = [""], 0
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _units(longer) <= _LINE_UNITS or not lines[-1]:
            lines[-1] = longer
            continue
        if len(lines) == 2:
            left += 1
            break
        lines.append(word)
    lines = [_cut(line) for line in lines]
    return [*lines[:-1], lines[-1] + " …"] if left else lines


def _units(text: str) -> int:
    return sum(2 if ord(letter) > 0x1100 else 1 for letter in text)


def _cut(line: str) -> str:
    while _units(line) > _LINE_UNITS + 4:
        line = line[:-1]
    return line


def _card(appearance: Appearance) -> Box:
    width, height = 252.0, 128.0
    if appearance.placement == "page":
        return Box(x=0, y=22, width=WIDTH, height=HEIGHT - 22)
    if appearance.placement == "inline":
        return Box(x=24, y=64, width=WIDTH - 48, height=height)
    position = "center" if appearance.placement == "modal" else appearance.position
    right, low = WIDTH - width - _MARGIN, HEIGHT - height - _MARGIN
    middle_x, middle_y = (WIDTH - width) / 2, 22 + (HEIGHT - 22 - height) / 2
    places = {
        "bottom_right": (right, low),
        "bottom_left": (_MARGIN, low),
        "top_right": (right, 22 + _MARGIN),
        "top_left": (_MARGIN, 22 + _MARGIN),
        "center": (middle_x, middle_y),
    }
    x, y = places[position]
    return Box(x=x, y=y, width=width, height=height)
