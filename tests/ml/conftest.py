"""One real model per run; its export is kept between runs."""

import os
import tempfile
from pathlib import Path

import pytest

from ml.embedding import LexicalProjection, TextEmbedder
from ml.encoder.fake import FakeEncoder
from ml.encoder.student import KoreanStudent
from ml.pipeline import Analyser
from ml.weights import LEXICAL, STUDENT, STUDENT_TOKENIZER


@pytest.fixture(scope="session")
def cache_dir() -> Path:
    """Where the exported network lies; `VOC_TEST_MODELS` names another folder."""
    return Path(os.environ.get("VOC_TEST_MODELS") or Path(tempfile.gettempdir()) / "voc-test-models")


@pytest.fixture(scope="session")
def analyser(cache_dir: Path) -> Analyser:
    return Analyser.load(cache_dir, threads=2)


@pytest.fixture(scope="session")
def embedder() -> TextEmbedder:
    return TextEmbedder(FakeEncoder(), KoreanStudent.load(STUDENT_TOKENIZER, STUDENT), LexicalProjection.load(LEXICAL))
