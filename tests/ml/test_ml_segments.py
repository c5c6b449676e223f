"""Cutting a text into what it speaks of."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.evaluate import aspects
from ml.language import detect
from ml.segments import MAX_SEGMENTS, find_segments
from ml.segments.joining import Tone
from ml.segments.korean import completed

any_text = st.text(st.characters(), max_size=300)  # lone surrogates included
tones = st.sampled_from(Tone)
woven = st.lists(
    st.sampled_from(
        [
            "배송은",
            "빨랐는데",
            "앱이",
            "꺼져요",
            "좋고",
            "근데",
            "but",
            "the",
            "app",
            "and",
            "crashes",
            ",",
            ".",
            "ㅠㅠ",
            "\n",
        ]
    ),
    max_size=40,
).map(" ".join)


def pieces(text, language=None, tone=Tone.flat):
    """The segments of one text as strings, every piece of it with one tone."""
    (spans,) = find_segments([text], [language or detect(text)], lambda asked, _: [tone] * len(asked))
    return [text[start:end] for start, end in spans]


@given(any_text | woven, st.sampled_from(["ko", "en", "other"]), tones)
def test_spans_come_in_order_never_overlap_and_leave_no_letter_out(text, language, tone):
    (spans,) = find_segments([text], [language], lambda asked, _: [tone] * len(asked))
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len(spans) <= MAX_SEGMENTS
    inside = {place for span in spans for place in range(*span)}
    assert all(place in inside for place, character in enumerate(text) if character.isalnum())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("배송은 빨랐는데 앱이 자꾸 꺼져요", ["배송은 빨랐는데", "앱이 자꾸 꺼져요"]),
        ("음식은 맛있었어요. 근데 배달이 늦었어요ㅠㅠ", ["음식은 맛있었어요.", "근데 배달이 늦었어요ㅠㅠ"]),
        ("배송도 느리고 포장도 엉망이에요", ["배송도 느리고", "포장도 엉망이에요"]),
        ("유용한 앱이긴 한데 업데이트가 잦아요", ["유용한 앱이긴 한데", "업데이트가 잦아요"]),
        ("어제 주문했는데 아직 안 왔어요", ["어제 주문했는데 아직 안 왔어요"]),
        ("비밀번호를 잊어버렸는데 어떻게 찾나요?", ["비밀번호를 잊어버렸는데 어떻게 찾나요?"]),
        ("앱이 자꾸 꺼져요. 너무 짜증나요!", ["앱이 자꾸 꺼져요. 너무 짜증나요!"]),
        ("광고를 보고 나면 멈춰요", ["광고를 보고 나면 멈춰요"]),
        ("Delivery was fast but the app keeps crashing", ["Delivery was fast", "but the app keeps crashing"]),
        ("Although the look is nice, the app is slow", ["Although the look is nice,", "the app is slow"]),
        ("Long load times and the screen goes white", ["Long load times", "and the screen goes white"]),
        ("Shipping was slow and the box was crushed", ["Shipping was slow", "and the box was crushed"]),
        ("I ordered yesterday and it still hasn't shipped", ["I ordered yesterday and it still hasn't shipped"]),
        ("It is nothing but trouble", ["It is nothing but trouble"]),
        ("Version 2.5 crashes, e.g. on login.", ["Version 2.5 crashes, e.g. on login."]),
        ("one app\ntwo parcels", ["one app", "two parcels"]),
        ("!!! ???", []),
        ("ㅋㅋㅋ", ["ㅋㅋㅋ"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_it_turns_to_something_else(text, wanted):
    assert pieces(text) == wanted


def test_what_praises_and_what_complains_are_apart_even_without_a_subject():
    feel = {"좋아요": Tone.good, "느려요": Tone.bad}
    (spans,) = find_segments(["좋아요 근데 느려요"], ["ko"], lambda asked, _: [feel[piece] for piece in asked])
    assert len(spans) == 2
    assert pieces("좋아요 근데 느려요", tone=Tone.good) == ["좋아요 근데 느려요"]


def test_only_texts_with_several_pieces_are_felt():
    asked = []
    find_segments(
        ["앱이 꺼져요", "배송은 빨랐는데 앱이 꺼져요"],
        ["ko", "ko"],
        lambda p, _: asked.extend(p) or [Tone.flat] * len(p),
    )
    assert asked == ["배송은 빨랐다", "앱이 꺼져요"]


@pytest.mark.parametrize(
    ("piece", "whole"),
    [
        ("디자인은 예쁜데", "디자인은 예쁘다"),
        ("그런데 값은 좋지만", "값은 좋다"),
        ("위치는 최고였고", "위치는 최고였다"),
        ("역시 최고", "역시 최고"),
    ],
)
def test_a_korean_clause_becomes_a_sentence(piece, whole):
    assert completed(piece) == whole


@pytest.mark.parametrize("unit", ["a, ", ". ", "  ", "?!", "앱은 좋은데 ", "and ", "😀", "긴 한데 ", "\n", ",", " but"])
def test_a_huge_text_takes_no_time(unit):
    # the processor's time, not the clock's: a text that costs more than its length would take minutes
    started = time.thread_time()
    (spans,) = find_segments(
        [unit * 30_000], ["ko" if "데" in unit else "en"], lambda asked, _: [Tone.bad] * len(asked)
    )
    assert len(spans) <= MAX_SEGMENTS
    assert time.thread_time() - started < 5


def test_the_comments_that_segments_are_measured_on_are_sound():
    for language in ("ko", "en"):
        halves = [aspects.comments(split, language) for split in ("dev", "test")]
        assert sum(len(row["aspects"]) == 2 for half in halves for row in half) >= 100
        for row in (row for half in halves for row in half):
            flat = [place for a in row["aspects"] for place in (a["start"], a["end"])]
            assert flat == sorted(flat)
            assert flat[-1] <= len(row["text"])
            assert aspects.span_f1([row], [[(a["start"], a["end"]) for a in row["aspects"]]]) == 1


def test_segments_are_read_on_their_own_by_the_model(analyser):
    texts = ["배송은 빨랐는데 앱이 자꾸 꺼져요", "Delivery was fast but the app keeps crashing", "Nice", ""]
    readings = analyser.read(texts)
    korean, english, short, nothing = analyser.segments(texts, readings)
    assert [s.kind for s in korean] == [s.kind for s in english] == ["praise", "complaint"]
    assert [s.language for s in [*korean, *english]] == ["ko", "ko", "en", "en"]
    assert short[0].kind == readings.kind[2]
    assert (short[0].embedding == readings.embeddings[2]).all()
    assert nothing == []


def test_most_aspects_are_found(analyser):
    for language in ("ko", "en"):
        rows = aspects.comments("test", language)
        texts = [row["text"] for row in rows]
        found = analyser.segments(texts, analyser.read(texts))
        assert aspects.span_f1(rows, [[(s.start, s.end) for s in own] for own in found]) > 0.8
