"""The networks of the repository, served, and any other beside them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.apart import ApartFailed, run_apart
from ml.checkpoints import MINILM, WrongCheckpoint
from ml.encoder.fake import FakeEncoder
from ml.encoder.load import load_encoder, load_korean
from ml.pipeline import Analyser
from ml.weights import ENGLISH

TEXTS = ["The app crashes when I log in", "It closes by itself at sign-in", "I love the new colours", "", "a " * 300]


@pytest.fixture(scope="session")
def encoder():
    return load_encoder(threads=2)


def test_vectors_are_unit_rows_whatever_the_batch(encoder):
    together = encoder.encode(TEXTS * 14)
    assert together.shape == (70, MINILM.width)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.min(np.sum(alone * together[:5], axis=1)) > 0.95  # the int8 scale of activations is per batch


def test_vectors_follow_from_the_texts_alone_whatever_their_order(encoder):
    texts = [*TEXTS, *(f"Order {n} came late" for n in range(200)), TEXTS[0]]
    rows = encoder.encode(texts)
    assert np.array_equal(encoder.encode(texts[::-1])[::-1], rows)
    assert np.array_equal(rows[0], rows[-1])
    assert encoder.encode([]).shape == (0, MINILM.width)


def test_likeness_of_meaning_shows_in_the_cosine(encoder):
    crash, close, colours = encoder.encode(TEXTS[:3])
    assert crash @ close > crash @ colours + 0.2


def test_a_translation_lies_beside_the_original(encoder):
    korean = load_korean(threads=2).encode(["로그인할 때 앱이 꺼져요", "새로운 색이 정말 마음에 들어요", ""])
    likeness = encoder.encode([TEXTS[0], TEXTS[2]]) @ korean[:2].T
    assert likeness.argmax(axis=1).tolist() == [0, 1]
    assert likeness.diagonal().min() > 0.4
    assert np.allclose(np.linalg.norm(korean, axis=1), 1, atol=1e-4)


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of some other network, as a company might have one."""
    import torch
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("stranger")
    size = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=30_522, **size)).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_file=str(ENGLISH / "tokenizer.json"), pad_token="[PAD]").save_pretrained(folder)
    return folder


def test_another_encoder_serves_both_languages_through_transformers(encoder, stranger):
    other = Analyser.load(encoder=str(stranger))
    readings = other.read([*TEXTS[:3], "배송이 너무 느려요"])
    assert not other.version.startswith(encoder.name)
    assert readings.kind[0] == "complaint"  # the heads, fitted beside another encoder, keep to words
    assert np.allclose(np.linalg.norm(readings.embeddings, axis=1), 1, atol=1e-4)
    assert np.abs(readings.embeddings[:, :32]).max(axis=1).min() > 0


def test_serving_imports_neither_torch_nor_transformers():
    code = (
        "import sys; from ml.pipeline import Analyser;"
        "Analyser.load().read(['hello there', '안녕하세요']);"
        "sys.exit('torch' in sys.modules or 'transformers' in sys.modules or 'sklearn' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_fails_apart_says_why():
    with pytest.raises(ApartFailed, match="No module named"):
        run_apart("ml.nowhere")


def test_other_weights_than_the_pinned_ones_are_refused(tmp_path):
    (tmp_path / "weights").write_bytes(b"others")
    with pytest.raises(WrongCheckpoint):
        replace(MINILM, sha256="0" * 64).verify(tmp_path / "weights")


def test_the_fake_is_deterministic_and_knows_shared_words():
    fake = FakeEncoder()
    first, second, other = fake.encode(["slow delivery", "slow app", "love it"])
    assert np.array_equal(fake.encode(["slow delivery"])[0], first)
    assert first @ second > first @ other
