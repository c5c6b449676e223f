"""Kind, feeling and urgency, by the shipped weights."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml.classify import KINDS

CASES = [
    ("Please add a dark mode, it would be great at night", "idea"),
    ("다크 모드 추가해 주시면 좋겠어요", "idea"),
    ("The app crashes every time I try to pay", "complaint"),
    ("업데이트하고 나서 자꾸 튕기고 결제가 안 돼요", "complaint"),
    ("How do I change my delivery address?", "question"),
    ("배송지 변경은 어떻게 하나요?", "question"),
    ("Love it, works perfectly, thank you!", "praise"),
    ("정말 편하고 좋아요 최고입니다", "praise"),
]


@pytest.fixture(scope="session")
def readings(analyser):
    return analyser.read([text for text, _ in CASES])


def test_plain_cases_are_read_as_a_person_reads_them(readings):
    assert readings.kind == [kind for _, kind in CASES]


def test_praise_feels_better_than_complaint(readings):
    feeling = dict(zip(readings.kind[::2], readings.sentiment[::2], strict=True))
    assert feeling["praise"] > 0.5 > -0.2 > feeling["complaint"]
    feeling = dict(zip(readings.kind[1::2], readings.sentiment[1::2], strict=True))
    assert feeling["praise"] > 0.5 > -0.2 > feeling["complaint"]


def test_harm_is_more_urgent_than_a_wish(analyser):
    urgent = analyser.read(
        [
            "I was charged twice and cannot log in, refund me today",
            "결제가 두 번 됐는데 로그인이 안 돼요 당장 환불해 주세요",
        ]
    ).urgency
    calm = analyser.read(["A darker blue would be nice", "글자가 조금 더 컸으면 좋겠어요"]).urgency
    assert urgent.min() > 0.7 > 0.4 > calm.max()


hostile = st.one_of(
    st.text(st.characters(), max_size=80),
    st.sampled_from(
        ["", " ", "👍" * 500, "​‍﻿", "\ud800", "가" * 100_000, "a" * 100_000, "1" * 50, "\x00\x07", "ㅋㅋ" * 999]
    ),
)


@given(st.lists(hostile, max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_readings_within_bounds(analyser, texts):
    readings = analyser.read(texts)
    assert len(readings.kind) == len(readings.language) == len(texts)
    assert set(readings.kind) <= set(KINDS)
    for values, low in ((readings.kind_confidence, 0), (readings.sentiment, -1), (readings.urgency, 0)):
        assert values.shape == (len(texts),)
        assert np.all((values >= low) & (values <= 1))
    assert readings.embeddings.shape == (len(texts), analyser.width)
    assert np.allclose(np.linalg.norm(readings.embeddings, axis=1), 1, atol=1e-3)


def test_what_has_no_letters_is_other_and_neutral(analyser):
    readings = analyser.read(["", "👍👍", "​"])
    assert readings.kind == ["other"] * 3
    assert not readings.sentiment.any()


def test_a_text_is_read_the_same_twice(analyser):
    first, second = (analyser.read([text for text, _ in CASES]) for _ in range(2))
    assert np.array_equal(first.embeddings, second.embeddings)
    assert np.array_equal(first.kind_confidence, second.kind_confidence)


def test_each_sentence_of_a_text_has_its_own_kind(analyser):
    text = "배송은 정말 빨라서 좋았어요. 그런데 앱이 자꾸 꺼져서 못 쓰겠어요."
    readings = analyser.read([text, "Nice"])
    first, second = analyser.segments([text, "Nice"], readings)
    assert [segment.kind for segment in first] == ["praise", "complaint"]
    assert text[first[1].start : first[1].end].startswith("그런데")
    assert [segment.kind for segment in second] == [readings.kind[1]]
