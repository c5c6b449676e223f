"""Training the English network on, in small, and blending its scores with words."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import sparse
from tokenizers import Tokenizer, models, pre_tokenizers

from ml.classify import KINDS, SENTIMENTS
from ml.embedding import TextEmbedder
from ml.encoder.onnx import OnnxEncoder
from ml.train.corpora import Example
from ml.train.fit import fit_blended
from ml.train.held import is_held_back

WIDTH = 32
WORDS = ["[PAD]", "[UNK]", "good", "bad", "fine", "why", "the", "app", "is", "here", "a", "it"]
FELT = {"bad": "negative", "fine": "neutral", "good": "positive"}
SAID = {"why": "question", "here": "other"}


def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


def small_network():
    from transformers import BertConfig, BertModel

    from ml.encoder.export import Feelings, Pooled

    size = {"hidden_size": WIDTH, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    body = BertModel(BertConfig(vocab_size=len(WORDS), **size), add_pooling_layer=False)
    return Pooled(body, Feelings(WIDTH, len(SENTIMENTS)), Feelings(WIDTH, len(KINDS)))


def sentences(told: dict[str, str], count: int, seed: int) -> list[tuple[str, str]]:
    rng = np.random.default_rng(seed)
    padding = ["the", "app", "is", "a", "it"]
    chosen = [list(told)[i] for i in rng.integers(len(told), size=count)]
    return [(" ".join([*rng.choice(padding, 2), word, *rng.choice(padding, 2)]), told[word]) for word in chosen]


def lessons(network, found: list[tuple[str, str]], labels: Sequence[str]):
    from ml.train.english.batches import Texts
    from ml.train.reading import read

    cut = [each.ids for each in tokenizer().encode_batch([text for text, _ in found])]
    wanted = np.array([labels.index(label) for _, label in found])
    return Texts(cut, read(network, cut)[0], wanted, np.ones(len(found), np.float32))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory):
    """A network after some steps, what it was taught, and its folder."""
    from ml.encoder.export import export
    from ml.train.english.network import Trainer

    torch.manual_seed(0)
    network = small_network()
    taught = [
        lessons(network, sentences(FELT, 96, 0), SENTIMENTS),
        lessons(network, sentences(SAID, 96, 1), KINDS),
        lessons(network, sentences(FELT | SAID, 96, 2), [*SENTIMENTS, *KINDS]),
    ]
    folder = tmp_path_factory.mktemp("english")
    for steps in (60, 400):  # stopped, and gone on with from the checkpoint
        Trainer(network, folder / "network.pt", steps=steps, sizes=(16, 16, 8)).fit(*taught, report=lambda: "")
    export(network, tokenizer(), folder / "exported")
    return network, taught, folder


def served(folder: Path) -> OnnxEncoder:
    return OnnxEncoder(folder / "exported", name="small", width=WIDTH, max_tokens=16, threads=1)


def test_feelings_and_kinds_are_learnt_while_vectors_stay(trained):
    from ml.train.reading import read

    network, (reviews, feedback, _), _ = trained
    vectors, feelings, _ = read(network, reviews.cut)
    kinds = read(network, feedback.cut)[2]
    assert np.mean(feelings.argmax(1) == reviews.labels) > 0.95
    assert np.mean(kinds.argmax(1) == feedback.labels) > 0.95
    assert np.mean((vectors * reviews.vectors).sum(1)) > 0.9


def test_a_finished_training_is_not_trained_again(trained):
    from ml.train.english.network import Trainer

    network, taught, folder = trained
    before = {name: weight.clone() for name, weight in network.state_dict().items()}
    Trainer(network, folder / "network.pt", steps=400, sizes=(16, 16, 8)).fit(*taught, report=lambda: "")
    assert all(torch.equal(before[name], weight) for name, weight in network.state_dict().items())


def test_the_exported_network_tells_what_it_was_taught(trained):
    encoder = served(trained[2])
    assert encoder.told == {"feelings": len(SENTIMENTS), "kinds": len(KINDS)}
    seen = TextEmbedder(encoder, None).read(["the app is bad", "why is it a app"], ["en", "en"])
    assert SENTIMENTS[seen.feelings[0].argmax()] == "negative"
    assert KINDS[seen.kinds[1].argmax()] == "question"
    assert seen.joined.shape == (2, WIDTH + len(SENTIMENTS) + len(KINDS))


def test_an_encoder_that_tells_nothing_leaves_scores_at_zero(embedder):
    seen = embedder.read(["bad app"], ["en"])
    assert not seen.feelings.any()
    assert not seen.kinds.any()
    assert seen.vectors.any()


def test_a_tenth_of_texts_is_held_back_and_copies_with_it():
    held = [is_held_back(f"review number {number}") for number in range(3_000)]
    assert 0.07 < np.mean(held) < 0.13
    assert all(is_held_back(f"Review, number {number}!") == held[number] for number in range(100))


def test_scores_that_are_right_only_where_they_were_trained_are_not_followed():
    rng = np.random.default_rng(0)
    examples = [Example(f"text {n}", SENTIMENTS[n % 3], 1.0, "toy") for n in range(1_500)]
    wanted = np.eye(3)[[n % 3 for n in range(1_500)]]
    held = np.array([is_held_back(example.text) for example in examples])
    words = sparse.csr_matrix(wanted * rng.integers(0, 2, (1_500, 1)))  # half of the texts say it in a word
    guessed = rng.permutation(wanted)
    memorised = np.where(held[:, None], guessed, wanted) * 5.0
    dense = np.hstack([rng.normal(size=(1_500, 4)), memorised]).astype(np.float32)
    head = fit_blended(words, dense, 4, examples, SENTIMENTS)
    assert np.abs(head.dense[4:]).max() < 0.3 * np.abs(head.table).max()
    said = np.asarray(words.sum(1)).ravel() > 0
    found = head.probabilities(words[held & said], dense[held & said]).argmax(1)
    assert np.mean(found == wanted[held & said].argmax(1)) > 0.95
