"""The pinned network, exported and served."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from ml.apart import ApartFailed, run_apart
from ml.checkpoints import MINILM, WrongCheckpoint
from ml.encoder.fake import FakeEncoder
from ml.encoder.load import exported, load_encoder, package_folder
from ml.pipeline import Analyser

TEXTS = ["The app crashes when I log in", "It closes by itself at sign-in", "I love the new colours", "", "a " * 300]


@pytest.fixture(scope="session")
def encoder(cache_dir):
    return load_encoder(cache_dir, threads=2)


def test_vectors_are_unit_rows_whatever_the_batch(encoder):
    together = encoder.encode(TEXTS * 14)
    assert together.shape == (70, MINILM.width)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.min(np.sum(alone * together[:5], axis=1)) > 0.95  # the int8 scale of activations is per batch


def test_likeness_of_meaning_shows_in_the_cosine(encoder):
    crash, close, colours = encoder.encode(TEXTS[:3])
    assert crash @ close > crash @ colours + 0.2


def test_another_encoder_serves_both_languages_through_transformers(encoder, tmp_path):
    folder = str(package_folder(MINILM))
    other = Analyser.load(tmp_path, encoder=folder)
    readings = other.read([*TEXTS[:3], "배송이 너무 느려요"])
    assert not other.version.startswith(encoder.name)
    assert readings.kind[0] == "complaint"
    likeness = np.sum(readings.embeddings[:3, : MINILM.width] * encoder.encode(TEXTS[:3]), axis=1)
    assert likeness.min() > 0.95  # int8 against float32
    assert np.abs(readings.embeddings[3, : MINILM.width]).max() > 0


def test_serving_from_the_cache_imports_neither_torch_nor_transformers(encoder, cache_dir):
    code = (
        "import sys; from pathlib import Path; from ml.pipeline import Analyser;"
        f"Analyser.load(Path({str(cache_dir)!r})).read(['hello there', '안녕하세요']);"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_first_export_is_calm_and_leaves_nothing_behind(tmp_path):
    code = (
        "import sys; from pathlib import Path; from ml.checkpoints import MINILM;"
        "from ml.encoder.load import exported;"
        f"exported(MINILM, Path({str(tmp_path)!r}));"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_what_fails_apart_says_why():
    with pytest.raises(ApartFailed, match="No module named"):
        run_apart("ml.nowhere")


def test_other_weights_than_the_pinned_ones_are_refused(tmp_path):
    with pytest.raises(WrongCheckpoint):
        exported(replace(MINILM, sha256="0" * 64), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_the_fake_is_deterministic_and_knows_shared_words():
    fake = FakeEncoder()
    first, second, other = fake.encode(["slow delivery", "slow app", "love it"])
    assert np.array_equal(fake.encode(["slow delivery"])[0], first)
    assert first @ second > first @ other
