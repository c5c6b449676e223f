"""Choose the encoder, and export the default one the first time it is asked for."""

from __future__ import annotations

import fcntl
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ml.apart import run_apart
from ml.checkpoints import MINILM, Checkpoint
from ml.encoder import Encoder

DEFAULT_NAME = "minilm-l6-int8"
_EXPORT = "int8-1"
"""Raise the number when the export changes: caches of older ones are left alone."""


def load_encoder(cache_dir: Path, encoder: str | None = None, threads: int = 1) -> Encoder:
    """The pinned default, or any model by folder or hub id.

    Args:
        cache_dir: where exported networks live; created when missing.
        encoder: None or the default's name for the default.
        threads: see `OnnxEncoder` and `TransformersEncoder`.
    """
    if encoder and encoder != MINILM.name:
        from ml.encoder.hub import TransformersEncoder

        return TransformersEncoder(encoder, threads=threads)
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(
        exported(MINILM, cache_dir),
        name=DEFAULT_NAME,
        width=MINILM.width,
        max_tokens=MINILM.max_tokens,
        threads=threads,
    )


def exported(checkpoint: Checkpoint, cache_dir: Path) -> Path:
    """The folder of the exported network, made once: processes that meet here wait for the first.

    The export runs apart: torch would leave half a gigabyte behind in the process that serves.

    Raises:
        WrongCheckpoint: the package holds other weights than the pinned ones.
        ApartFailed: the export broke.
    """
    target = cache_dir / f"{checkpoint.name}-{checkpoint.sha256[:8]}-{_EXPORT}"
    if target.is_dir():
        return target
    with _alone(cache_dir):
        if not target.is_dir():
            source = package_folder(checkpoint)
            checkpoint.verify(source / "model.safetensors")
            run_apart("ml.encoder.export", str(source), str(target))
    return target


def package_folder(checkpoint: Checkpoint) -> Path:
    """Where the package lies, found without importing it (it would import torch)."""
    spec = importlib.util.find_spec(checkpoint.package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {checkpoint.package} is not installed.")
    return Path(spec.submodule_search_locations[0]) / checkpoint.folder


@contextmanager
def _alone(cache_dir: Path) -> Iterator[None]:
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
