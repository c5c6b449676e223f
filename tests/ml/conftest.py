"""One real model per run."""

import pytest

from ml.embedding import TextEmbedder
from ml.encoder.fake import FakeEncoder
from ml.pipeline import Analyser


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return Analyser.load(threads=2)


@pytest.fixture(scope="session")
def embedder() -> TextEmbedder:
    """Likeness by shared words, for speed."""
    return TextEmbedder(FakeEncoder(), None)
