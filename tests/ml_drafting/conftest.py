"""The real encoder, once per run."""

import pytest

from ml.drafting.agreement import Embed
from ml.embedding import TextEmbedder


@pytest.fixture(scope="session")
def embed() -> Embed:
    return TextEmbedder.load(threads=2).encode
