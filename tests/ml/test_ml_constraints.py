"""What readers know and what people decided outlives looking for themes again."""

import numpy as np
import pytest

from ml.cluster.constraints import hold
from ml.themes import find_themes

PLACES = ["monday", "rain", "tablet", "phone", "cousin", "garden", "train", "winter", "office", "kitchen"]
SUBJECTS = ("login password forgotten", "delivery box wet", "screen freeze annoys", "coupon code refused")


@pytest.fixture(scope="module")
def corpus(embedder):
    texts = [f"{subject} {first} {second}" for subject in SUBJECTS for first in PLACES for second in PLACES[:3]]
    languages = ["en"] * len(texts)
    vectors = embedder.encode(texts, languages)
    return texts, languages, ["complaint"] * len(texts), vectors


def by_subject(texts, *subjects):
    return [next((f"th_{subject}" for subject in subjects if subject in text), None) for text in texts]


def test_what_a_person_merged_stays_together_and_grows(corpus):
    texts = corpus[0]
    before = by_subject(texts, *SUBJECTS)
    merged = [
        "th_both" if text.startswith(("login", "delivery")) else theme
        for text, theme in zip(texts, before, strict=True)
    ]
    fewer = [theme if place % 4 else None for place, theme in enumerate(merged)]
    now = find_themes(*corpus, previous=fewer, held={"th_both"})
    assert {now.assignments[i] for i, theme in enumerate(merged) if theme == "th_both"} == {"th_both"}
    (both,) = [theme for theme in now.themes if theme.key == "th_both"]
    assert both.size == 60
    again = find_themes(*corpus, previous=now.assignments, held={"th_both"})
    assert again.assignments == now.assignments


def test_what_a_person_split_stays_apart(corpus):
    texts = corpus[0]
    parts = [
        ("th_rainy" if "rain" in text else "th_dry") if text.startswith("login") else None
        for place, text in enumerate(texts)
    ]
    now = find_themes(*corpus, previous=parts, held={"th_rainy", "th_dry"})
    assert [now.assignments[i] for i, theme in enumerate(parts) if theme] == [theme for theme in parts if theme]


def test_a_theme_joined_over_kinds_is_one_theme_with_an_anchor_in_each(corpus):
    texts, languages, _, vectors = corpus
    kinds = ["praise" if place % 2 else "complaint" for place in range(len(texts))]
    before = [theme and "th_login" for theme in by_subject(texts, SUBJECTS[0])]
    now = find_themes(texts, languages, kinds, vectors, before, held={"th_login"})
    (login,) = [theme for theme in now.themes if theme.key == "th_login"]
    assert login.size >= 30
    assert {anchor.space for anchor in login.anchors} == {"praise", "voiced"}


def test_a_lasting_theme_that_nothing_resembles_keeps_its_texts(corpus):
    texts = corpus[0]
    odd = ["th_odd" if place % 30 == 7 else None for place in range(len(texts))]
    assert "th_odd" in {theme.key for theme in find_themes(*corpus, previous=odd, lasting={"th_odd"}).themes}


def test_a_few_strays_of_a_held_theme_draw_in_nothing():
    rows = np.eye(4, dtype=np.float32)[[0] * 12 + [1] * 6]
    previous = ["th_a"] + [None] * 11 + ["th_a"] * 6
    labels, fixed = hold(previous, np.array([0] * 12 + [1] * 6), rows, {"th_a"})
    (own,) = fixed
    assert labels.tolist() == [own] + [0] * 11 + [own] * 6


def test_labels_without_held_themes_are_left_alone():
    labels = np.array([0, 1, -1])
    after, fixed = hold([None, "th_b", None], labels, np.eye(3, dtype=np.float32), {"th_gone"})
    assert (after.tolist(), fixed) == ([0, 1, -1], {})
