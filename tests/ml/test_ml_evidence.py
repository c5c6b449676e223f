"""Which themes the parts of a text are evidence of."""

from dataclasses import dataclass

import numpy as np
import pytest

from ml.evidence import says, themes_of
from ml.themes import Anchor, FoundTheme, ThemeResult, space_of

DELIVERY, APP = np.eye(4, dtype=np.float32)[:2]


@dataclass
class Part:
    start: int
    end: int
    kind: str
    embedding: np.ndarray
    language: str = "en"


def theme(key, kind, centroid, *keywords):
    about = {"name": " · ".join(keywords), "keywords": keywords, "size": 9, "quotes": ()}
    anchors = (Anchor(space_of(kind), "en", centroid, 0.8),)
    return FoundTheme(key=key, kind=kind, language="en", centroid=centroid, threshold=0.8, anchors=anchors, **about)


THEMES = (theme("praise", "praise", DELIVERY, "delivery"), theme("app", "complaint", APP, "app", "crashes"))
TEXT = "Delivery was fast but the app keeps crashing"
PARTS = [Part(0, 17, "praise", DELIVERY), Part(18, 44, "complaint", APP)]


def found(text, parts, whole=None, themes=THEMES):
    (own,) = themes_of([text], [parts], ThemeResult((whole,), themes))
    return own


def test_a_text_that_says_two_things_is_evidence_of_two_themes():
    assert found(TEXT, PARTS) == ["praise", "app"]


def test_a_text_that_says_one_thing_has_the_theme_it_was_given():
    assert found("the app", PARTS[1:], whole="praise") == ["praise"]
    assert found("the app", PARTS[1:]) == [None]
    assert found("", [], whole=None) == []


def test_near_is_not_enough_without_one_of_the_words():
    assert found("Delivery was fast but whatever it may be.....", PARTS) == ["praise", None]


def test_a_theme_of_another_space_or_language_is_out_of_reach():
    complaint = [Part(0, 17, "complaint", DELIVERY), PARTS[1]]
    assert found(TEXT, complaint) == [None, "app"]
    korean = [PARTS[0], Part(18, 44, "complaint", APP, "ko")]
    assert found(TEXT, korean) == ["praise", None]


def test_the_theme_of_the_whole_text_finds_a_home():
    far = [PARTS[0], Part(18, 44, "complaint", DELIVERY)]
    assert found(TEXT, far, whole="app") == ["praise", "app"]
    assert found(TEXT, PARTS, whole="app") == ["praise", "app"]


def test_without_themes_there_is_none():
    assert found(TEXT, PARTS, themes=()) == [None, None]


@pytest.mark.parametrize(
    ("text", "keywords", "said"),
    [
        ("자꾸 튕겨요", ["튕김"], True),
        ("환불이 안 돼요", ["결제", "환불"], True),
        ("It CRASHED again", ["crashes"], True),
        ("앱이 좋아요", ["결제"], False),
        ("log in failed", ["log in"], True),
        ("anything", [], False),
    ],
)
def test_a_word_is_known_in_another_form(text, keywords, said):
    assert says(text, keywords) is said
