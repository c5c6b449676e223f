"""Corrections shift the shipped heads, where they were made and nowhere else, and only when that does no harm."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.classify import KINDS
from ml.refit.alike import merits
from ml.refit.judge import Verdict
from ml.refit.learn import FEWEST_LESSONS, Learner, taught
from ml.refit.lessons import Lesson, Opinions
from ml.refit.sample import macro_f1, sample
from ml.refit.shift import Features, Shift

AGREED = {known.text: known for known in sample()}


class Plain:
    """Reads our sample rightly, and everything else as a complaint of somebody unhappy."""

    def __init__(self, version: str = "plain-1") -> None:
        self.version = version

    def opinions(self, texts: Sequence[str]) -> Opinions:
        kinds = np.full((len(texts), len(KINDS)), 0.1, np.float32)
        feelings = np.full((len(texts), 3), 0.2, np.float32)
        for i, text in enumerate(texts):
            known = AGREED.get(text)
            kinds[i, KINDS.index(known.kind if known else "complaint")] = 0.6
            feelings[i, 2 if known and known.sentiment == "positive" else 0] = 0.6
        return Opinions(list(texts), kinds, feelings, np.zeros((len(texts), 0), np.float32), ["en"] * len(texts))


@pytest.fixture(scope="module")
def learner() -> Learner:
    return Learner(Plain(), penalties=(1.0, 10.0))


def about_tickets(count: int, kind: str = "question") -> list[Lesson]:
    return [Lesson(f"Bordkarte zweimal drucken, Zug {n * 37}", kind=kind) for n in range(count)]


ORDINARY = [f"Der Wagen {n * 13} ist zu warm" for n in range(40)]


def applied(shift: Shift, of: Opinions) -> tuple[np.ndarray, np.ndarray]:
    return shift.applied(of.texts, of.heads, of.dense, of.kinds, of.feelings)


def read(shift: Shift, text: str) -> str:
    opinions = Plain().opinions([text])
    kinds, _ = applied(shift, opinions)
    return KINDS[int(kinds[0].argmax())]


def test_what_people_say_of_some_texts_is_read_in_others_like_them(learner: Learner) -> None:
    shift, report = learner.learn(about_tickets(30), ORDINARY)
    assert report.verdict is Verdict.better
    assert (report.stock_right, report.asked) == (0, 30)
    assert report.candidate_right > 25
    assert read(shift, "Bordkarte drucken, Zug 9001") == "question"
    assert read(shift, "Der Wagen 7 ist zu warm") == "complaint"
    assert report.changed == []


def test_too_few_lessons_teach_nothing(learner: Learner) -> None:
    shift, report = learner.learn(about_tickets(FEWEST_LESSONS - 1), ORDINARY)
    assert (shift, report.verdict) == (None, Verdict.too_few)


def test_confirming_what_is_right_changes_nothing(learner: Learner) -> None:
    shift, report = learner.learn(about_tickets(30, kind="complaint"), ORDINARY)
    assert (shift, report.verdict, report.stock_right) == (None, Verdict.no_gain, 30)


def test_lessons_that_spoil_the_sample_are_refused(learner: Learner) -> None:
    spoilt = [Lesson(known.text + " ", kind="other") for known in sample() if known.kind == "complaint"]
    shift, report = learner.learn(spoilt, [])
    assert (shift, report.verdict) == (None, Verdict.loses)
    assert not report.candidate.holds_against(report.current)


def test_the_same_lessons_give_the_same_shift(learner: Learner) -> None:
    first, _ = learner.learn(about_tickets(30), ORDINARY)
    again, _ = Learner(Plain(), penalties=(1.0, 10.0)).learn(about_tickets(30), ORDINARY)
    assert first.packed() == again.packed()
    assert Shift.unpacked(first.packed()).version == first.version


def test_sentiment_is_learnt_beside_kinds(learner: Learner) -> None:
    lessons = [Lesson(f"Na toll, Zug {n * 37} wieder pünktlich", sentiment=0.9) for n in range(30)]
    shift, report = learner.learn(lessons, ORDINARY)
    assert report.verdict is Verdict.better
    assert shift.kinds is None
    opinions = Plain().opinions(["Na toll, Zug 4 wieder pünktlich"])
    kinds, feelings = applied(shift, opinions)
    assert feelings.argmax(axis=1).tolist() == [2]
    assert (kinds == opinions.kinds).all()


def test_a_shift_of_another_version_is_not_what_is_in_use(learner: Learner) -> None:
    foreign, _ = Learner(Plain("plain-0"), penalties=(1.0,)).learn(about_tickets(30), ORDINARY)
    _, report = learner.learn(about_tickets(30), ORDINARY, current=foreign)
    assert report.current == report.stock


def test_the_shipped_reader_takes_a_shift(analyser) -> None:
    lessons = [Lesson(f"Ticket {n} please cancel my boarding pass", kind="question") for n in range(12)]
    ordinary = ["The train was late.", "앱이 자꾸 꺼져요."]
    shift, report = Learner(analyser, penalties=(3.0,)).learn(lessons, ordinary)
    assert report.asked == 12
    if shift is not None:
        read_ = analyser.shifted(shift).read(["Please cancel my boarding pass"])
        assert read_.kind == ["question"]
    with pytest.raises(ValueError, match="belongs to"):
        analyser.shifted(Shift("other", Features.fitted(["x"]), None, None))


def test_a_packed_shift_travels_with_a_plain_report() -> None:
    lessons = [(lesson.text, lesson.kind, None) for lesson in about_tickets(30)]
    packed, report = taught(Plain(), lessons, ORDINARY, None)
    assert (report["verdict"], report["asked"]) == ("better", 30)
    assert json.loads(json.dumps(report)) == report
    again, later = taught(Plain(), lessons, ORDINARY, packed)
    assert later["current"] == report["candidate"]
    assert taught(Plain(), lessons[: FEWEST_LESSONS - 1], ORDINARY, again)[1]["verdict"] == "too-few"


def test_the_models_own_doubt_puts_a_text_forward() -> None:
    order = merits(np.array([0.6, 0.62]), np.array([0.4, 0.01]), np.array([0.5, 0.9]))
    assert order[0] > order[1]
    sure = np.array([0.9, 0.9])
    assert np.diff(merits(np.array([0.6, 0.7]), sure, sure))[0] == pytest.approx(0.1, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=40))
def test_f1_lies_between_never_and_always_right(pairs: list[tuple[int, int]]) -> None:
    wanted, found = (np.array(column) for column in zip(*pairs, strict=True))
    assert 0.0 <= macro_f1(wanted, found) <= macro_f1(wanted, wanted) == 1.0


def test_the_sample_has_as_many_sentences_of_each_kind_and_language() -> None:
    counts: dict[tuple[str, str], int] = {}
    for known in sample():
        counts[known.language, known.kind] = counts.get((known.language, known.kind), 0) + 1
    assert set(counts.values()) == {24}
    assert len(AGREED) == len(sample()) == 240
