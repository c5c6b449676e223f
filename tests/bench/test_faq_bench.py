"""The scores that `python -m tests.bench faq` prints, and our own claims as far as they must hold."""

import numpy as np
import pytest

from ml.embedding import TextEmbedder
from tests.bench.faq_claims import figures, rows
from tests.bench.faq_scores import known_and_asked, pairwise, top
from tests.bench.faq_sets import Asked

ASKED = Asked("made up", "en", [f"question {i}" for i in range(12)], ["a", "b", "c"] * 4, None, 2)


def test_pairs_are_counted_and_what_is_in_no_group_is_alone() -> None:
    assert pairwise(np.array([0, 0, 1, 1]), "aabb") == {"f1": 1.0, "precision": 1.0, "recall": 1.0}
    assert pairwise(np.array([0, 0, -1, -1]), "aabb") == {"f1": 0.667, "precision": 1.0, "recall": 0.5}
    assert pairwise(np.array([-1, -1, -1, -1]), "aabb")["f1"] == 0


def test_no_known_question_is_asked_again() -> None:
    known, others = known_and_asked(ASKED, draw=0)
    places = [place for own in known.values() for place in own]
    assert sorted([*places, *others]) == list(range(12))
    assert {len(own) for own in known.values()} == {2}
    assert known_and_asked(ASKED, draw=1) != (known, others)


def test_the_first_and_the_first_three_are_counted() -> None:
    likeness = np.array([[0.9, 0.1, 0.2, 0.3], [0.9, 0.1, 0.2, 0.3]])
    assert top(likeness, np.array([0, 1])) == {"top1": 0.5, "top3": 0.5}


def test_our_claims_are_many_and_told_right() -> None:
    assert sum(len(own) for own in rows().values()) >= 120
    for row in figures(TextEmbedder.load(threads=1).encode):
        assert min(row["precision"], row["recall"]) >= 0.7, row


@pytest.mark.parametrize("half", ["tuning", "apart"])
def test_each_half_holds_both_tasks_languages_and_labels(half: str) -> None:
    assert len({(row.task, row.language, row.label) for row in rows()[half]}) == 8
