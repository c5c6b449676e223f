"""How many text messages a text becomes, and of which class; pure.

Source:
    3GPP TS 23.038 (the 7-bit alphabet and its extension) and TS 23.040 (parts of long messages). Korean carriers
    count bytes of EUC-KR instead: 90 for a short message (SMS), 2,000 for a long one (LMS), which costs about twice
    as much; https://docs.solapi.com/api-reference/message-status-codes (1029, 1031).
"""

import re
import unicodedata
from typing import Literal

from voc.values import Value

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
KOREAN_SHORT_BYTES = 90
KOREAN_LONG_BYTES = 2_000
_LIKENESSES = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "•": "·", "‣": "·", "\u00a0": " ", "\u202f": " ", "«": "<<", "»": ">>", "©": "(c)"}
)
"""What Korean carriers cannot carry, and what reads the same."""
_GAP = re.compile(" {2,}")


class SmsSize(Value):
    """What a carrier will make of a text."""

    characters: int
    """As a reader counts them."""
    units: int
    """Septets, or UTF-16 code units when a character is outside the 7-bit alphabet."""
    unicode: bool
    parts: int
    """Messages that are paid for; 0 for no text."""
    room: int
    """Units left in the last part."""
    korean_bytes: int
    korean_short: bool
    """Whether a Korean carrier takes it as a short message."""

    @property
    def korean_class(self) -> Literal["sms", "lms"] | None:
        """How a Korean carrier takes it; None: not at all, because it is longer than a long message."""
        if self.korean_short:
            return "sms"
        return "lms" if self.korean_bytes <= KOREAN_LONG_BYTES else None


def size(text: str) -> SmsSize:
    """Count `text`."""
    extended = sum(character in _EXTENDED for character in text)
    plain = all(character in _BASIC or character in _EXTENDED for character in text)
    units = len(text) + extended if plain else len(text.encode("utf-16-le", "surrogatepass")) // 2
    single, several = (160, 153) if plain else (70, 67)
    parts = 1 if 0 < units <= single else -(-units // several)
    room = (single if parts <= 1 else parts * several) - units
    korean = korean_bytes(text)
    return SmsSize(
        characters=len(text), units=units, unicode=not plain, parts=parts, room=room, korean_bytes=korean,
        korean_short=korean <= KOREAN_SHORT_BYTES,
    )  # fmt: skip


def korean_bytes(text: str) -> int:
    """Bytes of EUC-KR: one for ASCII, two for anything else."""
    return sum(1 if character.isascii() else 2 for character in text)


def for_korea(text: str) -> str:
    """The text in characters that Korean carriers carry; they refuse a whole message for one emoji.

    Dashes, bullets and special spaces become their likenesses and accents fall away; what has no likeness (emoji)
    is left out, with the gap it leaves. Every syllable of Hangul stays: carriers take the extended set (CP949).
    """
    carried = "".join(_carried(character) for character in unicodedata.normalize("NFC", text).translate(_LIKENESSES))
    if carried == text:
        return text
    return "\n".join(_GAP.sub(" ", line).strip(" ") for line in carried.split("\n"))


def _carried(character: str) -> str:
    if _fits(character):
        return character
    bare = "".join(each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each))
    return bare if bare and _fits(bare) else ""


def _fits(text: str) -> bool:
    try:
        text.encode("cp949")
    except UnicodeEncodeError:
        return False
    return True
