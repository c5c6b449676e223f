"""Pictures as authors bring them."""

import zlib
from struct import pack


def png(width: int = 64, height: int = 48, colour: tuple[int, int, int] = (200, 30, 60), padding: int = 0) -> bytes:
    """A picture of one colour; `padding` makes it that many bytes larger."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

    rows = (b"\0" + bytes(colour) * width) * height
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    more = chunk(b"tEXt", b"Comment\0" + b"x" * padding) if padding else b""
    parts = chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xc8\x1e\x3c\xff\xff\xff!\xf9\x04\x00\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d"
    "1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001000101011100ffc4001f000001050101"
    "0101010100000000000000000102030405060708090a0bffda0008010100003f00fbd0ffd9"
)
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\r\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"
