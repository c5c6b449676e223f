"""Texts find the theme that a person defined, and only what stands out does."""

import numpy as np

from ml.cluster.graph import unit
from ml.dividing import divide
from ml.taxonomy import claims, prototypes


def test_what_stands_out_near_a_definition_is_its_own():
    rng = np.random.default_rng(0)
    rows = unit(np.repeat(np.eye(8)[[0, 1, 2, 3, 4, 5]], 20, axis=0) + rng.normal(0, 0.1, (120, 8)))
    definitions = prototypes([np.eye(8, dtype=np.float32)[[0, 0, 0]], np.eye(8, dtype=np.float32)[[1, 1]]])
    labels, least = claims(rows, definitions)
    assert labels[:40].tolist() == [0] * 20 + [1] * 20
    assert np.mean(labels[40:] == -1) > 0.9
    assert (least < 1).all()


def test_without_texts_a_definition_still_asks_for_likeness():
    labels, least = claims(np.empty((0, 8), np.float32), np.eye(8, dtype=np.float32)[:1])
    assert len(labels) == 0
    assert 0 < least[0] < 1


def test_a_theme_falls_into_the_parts_that_it_has(embedder):
    texts = [f"{what} at {n} o'clock" for what in ("password forgotten", "parcel is wet") for n in range(8)]
    rows = embedder.encode(texts, ["en"] * 16)
    labels, parts = divide(texts, ["en"] * 16, ["complaint"] * 16, rows, 2)
    assert len(parts) == 2
    assert len(set(labels[:8])) == len(set(labels[8:])) == 1
    assert labels[0] != labels[8]
    assert parts[0].name != parts[1].name


def test_copies_can_be_parted_too():
    rows = np.ones((4, 4), np.float32) / 2
    labels, parts = divide(["same"] * 4, ["en"] * 4, ["other"] * 4, rows, 3)
    assert sorted(set(labels.tolist())) == list(range(len(parts)))
