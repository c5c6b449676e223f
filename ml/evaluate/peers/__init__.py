"""Well-known libraries on the same texts: extra `bench`. Where one is missing, the table says so.

What takes long is answered once per input and version of the library, and kept in the cache.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

NOT_INSTALLED = "not installed"


def installed(package: str) -> str | None:
    """The version of a package, None without it."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def digest(*parts: str | Sequence[str]) -> str:
    """Of all that an answer depends on."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def remembered(
    file: Path, make: Callable[[], dict[str, Any]], good: Callable[[dict[str, Any]], bool] = lambda kept: True
) -> dict[str, Any]:
    """The answer in `file`; made and written when there is none that is good."""
    if file.exists() and good(kept := json.loads(file.read_text("utf-8"))):
        return kept
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made := make(), ensure_ascii=False), encoding="utf-8")
    return made
