"""How many text messages a text becomes; pure.

Source:
    3GPP TS 23.038 (the 7-bit alphabet and its extension) and TS 23.040 (parts of long messages). Korean carriers
    count bytes of EUC-KR instead: 90 for a short message, 2,000 for a long one (LMS).
"""

from voc.values import Value

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
KOREAN_SHORT_BYTES = 90


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


def size(text: str) -> SmsSize:
    """Count `text`."""
    extended = sum(character in _EXTENDED for character in text)
    plain = all(character in _BASIC or character in _EXTENDED for character in text)
    units = len(text) + extended if plain else len(text.encode("utf-16-le", "surrogatepass")) // 2
    single, several = (160, 153) if plain else (70, 67)
    parts = 1 if 0 < units <= single else -(-units // several)
    room = (single if parts <= 1 else parts * several) - units
    korean = sum(1 if character.isascii() else 2 for character in text)
    return SmsSize(
        characters=len(text), units=units, unicode=not plain, parts=parts, room=room, korean_bytes=korean,
        korean_short=korean <= KOREAN_SHORT_BYTES,
    )  # fmt: skip
