"""Texts that no network is trained on, so that heads learn there how far to trust it.

A network is too sure about texts that it was trained on; weights for its scores that are learnt on them would follow
it blindly.
"""

from __future__ import annotations

import zlib

from ml.text import copy_key

_ONE_IN = 10


def is_held_back(text: str) -> bool:
    """Whether a text is one of the tenth; copies of a text always fall together."""
    return zlib.crc32(copy_key(text).encode("utf-8", "ignore")) % _ONE_IN == 0
