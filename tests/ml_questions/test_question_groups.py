"""Questions that ask the same are one group, whoever asks and in whatever order."""

from collections.abc import Sequence

import numpy as np
import pytest

from ml.embedding import TextEmbedder
from ml.naming import Term
from ml.naming.english import EnglishTerms
from ml.questions.grouping import QuestionGroups, group_questions
from ml.questions.links import links
from ml.questions.nearest import nearest_questions

TEXTS = [
    "how do I get a refund",
    "How do I get my refund?",
    "How can I get a refund?",
    "Can I change my delivery address?",
    "can i change the delivery address",
    "What is the weather like on Mars?",
    "😀",
]


@pytest.fixture(scope="module")
def embedder() -> TextEmbedder:
    return TextEmbedder.load(threads=2)


def grouped(embedder: TextEmbedder, texts: list[str], askers: list[str | None] | None = None) -> QuestionGroups:
    languages = ["en"] * len(texts)
    return group_questions(texts, languages, embedder.encode(texts, languages), askers or [None] * len(texts))


def test_questions_that_ask_the_same_are_together_and_the_rest_in_none(embedder: TextEmbedder) -> None:
    found = grouped(embedder, TEXTS)
    assert found.labels.tolist() == [0, 0, 0, 1, 1, -1, -1]
    assert [sorted(group.members) for group in found.groups] == [[0, 1, 2], [3, 4]]
    for group in found.groups:
        assert group.canonical in group.members
        assert group.question[0].isupper()
        assert group.question.endswith("?")
        assert np.linalg.norm(group.centre) == pytest.approx(1, abs=1e-5)


def test_the_order_of_the_questions_makes_no_difference(embedder: TextEmbedder) -> None:
    one, other = grouped(embedder, TEXTS), grouped(embedder, TEXTS[::-1])
    assert [group.key for group in one.groups] == [group.key for group in other.groups]
    assert [group.question for group in one.groups] == [group.question for group in other.groups]


def test_somebody_who_asks_often_counts_once(embedder: TextEmbedder) -> None:
    found = grouped(embedder, TEXTS, ["ann", "ann", "ann", "bob", "cho", None, None])
    assert [(group.question, group.askers) for group in found.groups][0][1] == 2
    assert sorted(group.askers for group in found.groups) == [1, 2]


def test_a_reader_that_is_dear_to_start_is_asked_once(embedder: TextEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Counting(EnglishTerms):
        def terms(self, texts: Sequence[str]) -> list[list[Term]]:
            asked.append(len(texts))
            return super().terms(texts)

    monkeypatch.setattr("ml.questions.grouping.reader_for", lambda language: Counting())
    found = grouped(embedder, TEXTS)
    assert asked == [5]
    assert "refund" in found.groups[0].keywords
    assert not {"refund", "weather"} & set(found.groups[1].keywords)


def test_groups_keep_their_keys(embedder: TextEmbedder) -> None:
    languages = ["en"] * len(TEXTS)
    rows = embedder.encode(TEXTS, languages)
    before = ["faq_1", None, "faq_1", None, None, None, None]
    found = group_questions(TEXTS, languages, rows, [None] * len(TEXTS), before)
    assert found.groups[0].key == "faq_1"
    assert found.groups[1].key.startswith("new-")


def at(*degrees: float) -> np.ndarray:
    """Centres of groups on a circle."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("degrees", "found"),
    [
        ((0, 10, 80), ((0, 1),)),
        ((0, 10, 12), ((0, 1),)),  # two that ask the same hinder none
        ((0, 40, -41), ()),  # as near to one as to what asks something else
        ((0, 20, -41), ((0, 1),)),
        ((0, 60, 80), ()),  # too far
    ],
)
def test_a_link_leads_to_what_is_clearly_nearest(
    degrees: tuple[float, ...], found: tuple[tuple[int, int], ...]
) -> None:
    assert links(at(*degrees), ["en", "ko", "ko"]) == found


def test_nothing_is_found_among_nothing() -> None:
    found = group_questions([], [], np.empty((0, 384), np.float32), [])
    assert (found.labels.tolist(), found.groups, found.links) == ([], (), ())


def test_the_nearest_known_question_comes_first(embedder: TextEmbedder) -> None:
    known = [["Can I change my delivery address?"], ["How do I get a refund?", "money back"], []]
    found = nearest_questions("Hello, how can I get a refund?", known, embedder.encode)
    assert [near.place for near in found][0] == 1
    assert found[-1].likeness == -1
    assert nearest_questions("😀", known, embedder.encode) == []
