"""Nobody makes a theme alone, however often they say it."""

import random

import numpy as np
import pytest

from ml.themes import find_themes
from ml.voices import FEWEST_VOICES, hear, near_copies

CAMPAIGN = "주문한 상품이 일주일째 배송 준비중에서 바뀌지를 않습니다 고객센터는 전화를 받지 않아요"
SUBJECTS = {
    "login": "I cannot log in since the update, the password field for account {} is refused",
    "delivery": "The delivery of parcel {} came late and the box was open when it arrived",
    "search": "Search results for term {} are empty although the shop sells it",
}


def variants(sentence: str, count: int) -> list[str]:
    """The same sentence with words left out and numbers changed."""
    dice = random.Random(1)
    words = sentence.split()
    return [" ".join(w for w in words if dice.random() > 0.05) + f" {dice.randrange(1000)}" for _ in range(count)]


def corpus(extra: list[str], speakers: list[str | None]):
    """Twelve people per subject, and what somebody else says."""
    texts = [line.format(place) for line in SUBJECTS.values() for place in range(12)] + extra
    axes = [place for place in range(3) for _ in range(12)] + [3] * len(extra)
    dice = np.random.default_rng(0)
    rows = np.eye(8, dtype=np.float32)[axes] + dice.normal(0, 0.05, (len(texts), 8)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return dict(
        texts=texts, languages=["en"] * len(texts), kinds=["complaint"] * len(texts), embeddings=rows,
        speakers=[f"c-{i}" for i in range(36)] + speakers,
    )  # fmt: skip


@pytest.mark.parametrize("speakers", [["c-1"] * 500, [None] * 500], ids=["one customer", "nobody signs"])
def test_five_hundred_variants_of_one_voice_make_no_theme(speakers):
    result = find_themes(
        **corpus(variants("The cart loses my things whenever I close the application again", 500), speakers)
    )
    assert len(result.themes) == 3
    assert not any(result.assignments[36:])


def test_ten_thousand_copies_make_no_theme_and_change_none():
    plain = find_themes(**corpus([], []))
    copied = find_themes(**corpus(["The cart loses my things whenever I close it"] * 10_000, [None] * 10_000))
    assert [theme.name for theme in copied.themes] == [theme.name for theme in plain.themes]


def test_a_voice_moves_a_theme_by_one_however_much_it_says():
    extra = variants("I cannot log in since the update, the password field is refused", 500)
    given = corpus(extra, ["c-loud"] * 500)
    given["embeddings"][36:] = given["embeddings"][0]
    login = next(theme for theme in find_themes(**given).themes if "login" in theme.keywords or theme.size > 500)
    assert (login.voices, login.size) == (13, 512)


def test_what_as_many_people_say_is_a_theme():
    extra = variants("The cart loses my things whenever I close the application again", 20)
    result = find_themes(**corpus(extra, [f"d-{i}" for i in range(20)]))
    assert len(result.themes) == 4
    assert FEWEST_VOICES == 3


def test_variants_of_a_sentence_that_nobody_signed_echo_one_of_them():
    texts = variants(CAMPAIGN, 200) + [
        "배송이 느려요",
        "배송이 느려요!",
        "전혀 다른 이야기를 하는 긴 문장은 여기 하나뿐이네요",
    ]
    echoes = near_copies(texts, [True] * len(texts))
    assert len(set(echoes[:200].tolist())) < 20
    assert echoes[200:].tolist() == [200, 201, 202]


def test_what_known_customers_say_alike_counts_for_each():
    texts = variants(CAMPAIGN, 50)
    heard = hear(texts, [f"c-{i}" for i in range(50)], ["same"] * 50, np.eye(50, dtype=np.float32))
    assert len(set(heard.voice.tolist())) == 50
    assert heard.stand_in.tolist() == list(range(50))


def test_copies_that_came_later_move_nothing_the_time_after():
    given = corpus([SUBJECTS["login"].format(0)] * 9, [None] * 9)
    first = find_themes(**{name: value[:36] for name, value in given.items()})
    grown = find_themes(**given, previous=[*first.assignments, *[None] * 9])
    again = find_themes(**given, previous=grown.assignments)
    assert again.assignments == grown.assignments
    assert set(grown.assignments[36:]) == {first.assignments[0]}


def test_order_changes_nothing():
    texts, dice = variants(CAMPAIGN, 60), random.Random(2)
    order = list(range(60))
    dice.shuffle(order)
    first = near_copies(texts, [True] * 60)
    again = near_copies([texts[i] for i in order], [True] * 60)
    assert {texts[first[i]] for i in range(60)} == {texts[order[again[k]]] for k in range(60)}
