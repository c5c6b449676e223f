"""Figures kept per model version and part, so that a part can be measured alone and the page made of all."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from ml.evaluate import Figure

_HOME = Path(__file__).parents[2]


@dataclass(frozen=True)
class Measured:
    """The figures of one part."""

    figures: tuple[Figure, ...]
    current: bool
    """False: the code that they were measured with has changed since."""


@dataclass(frozen=True)
class Results:
    """A folder of figures of one version.

    Args:
        folder: for all versions; created when needed.
        version: of the model.
    """

    folder: Path
    version: str

    def keep(self, part: str, module: str, figures: Sequence[Figure]) -> None:
        """Write the figures of a part, measured by `module` as it is now."""
        self._file(part).parent.mkdir(parents=True, exist_ok=True)
        written = {"code": code_digest(module), "figures": [asdict(figure) for figure in figures]}
        self._file(part).write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")

    def of(self, part: str, module: str) -> Measured | None:
        """What was kept; None if nothing."""
        if not self._file(part).exists():
            return None
        read = json.loads(self._file(part).read_text("utf-8"))
        return Measured(tuple(Figure(**one) for one in read["figures"]), read["code"] == code_digest(module))

    def _file(self, part: str) -> Path:
        return self.folder / re.sub(r"[^\w.+-]", "_", self.version) / f"{part}.json"


@cache
def code_digest(module: str) -> str:
    """Of a module's code and of all our code that it imports, however deep."""
    digest = hashlib.sha256()
    for path in sorted(_imported(module)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _imported(module: str) -> set[Path]:
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _source(waiting.pop())
        if path is None or path in found:
            continue
        found.add(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
            elif isinstance(node, ast.Import):
                waiting += [name.name for name in node.names]
    return found


def _source(module: str) -> Path | None:
    """The file of a module of ours; None of others, and of names that are no modules."""
    path = _HOME.joinpath(*module.split("."))
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if module.partition(".")[0] == "ml" and file.is_file():
            return file
    return None
