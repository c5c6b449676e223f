"""Subset Pretendard (OFL) to what the pages need: weights 400–700, and three files that a browser fetches as text asks.

The licence reserves the name "Pretendard" for unmodified copies, so the subsets call themselves VoC Sans.
Needs the packages fonttools and brotli, and `npm ci` first. The result is committed.
"""

from io import BytesIO
from pathlib import Path
from shutil import copyfile

from fontTools.subset import Options, Subsetter, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

PACKAGE = Path(__file__).parent.parent / "node_modules" / "pretendard"
SOURCE = PACKAGE / "dist" / "public" / "variable" / "PretendardVariable.ttf"
TARGET = Path(__file__).parent.parent.parent / "voc" / "web" / "static" / "fonts"
LATIN = [
    *range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x2030, 0x2032, 0x2033, 0x2039, 0x203A,
    0x20A9, 0x20AC, 0x2122, *range(0x2190, 0x2194), 0x2212, 0x2213, 0x2248, 0x2260, 0x2264, 0x2265, 0x2318, 0x23CE,
    0x2605, 0x2606, 0x2713,
]  # fmt: skip
FEATURES = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk", "calt", "case"]


def common_syllables() -> list[int]:
    """The 2,350 of KS X 1001: nearly every syllable of ordinary Korean."""
    cells = (bytes([row, cell]) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return [ord(cell.decode("euc_kr")) for cell in cells]


def light() -> bytes:
    """The variable font between the two weights that the pages use."""
    made = BytesIO()
    instantiateVariableFont(TTFont(SOURCE), {"wght": (400, 700)}).save(made)
    return made.getvalue()


def write(name: str, source: bytes, characters: list[int]) -> None:
    """One woff2 with `characters`, as far as Pretendard has them."""
    options = Options(flavor="woff2", layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    font = TTFont(BytesIO(source))
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {1, 3, 4, 6, 16}:
            record.string = str(record).replace("Pretendard", "VoCSans" if record.nameID == 6 else "VoC Sans")
    save_font(font, TARGET / name, options)
    print(name, (TARGET / name).stat().st_size)


if __name__ == "__main__":
    source, common = light(), common_syllables()
    write("voc-sans-latin.woff2", source, LATIN)
    korean = [*common, *range(0x3131, 0x318F), *range(0x3000, 0x3018), *range(0xFF01, 0xFF5F)]
    write("voc-sans-korean.woff2", source, korean)
    write("voc-sans-rare.woff2", source, sorted(set(range(0xAC00, 0xD7A4)) - set(common)))
    copyfile(next(PACKAGE.rglob("LICENSE*")), TARGET / "LICENSE.txt")
