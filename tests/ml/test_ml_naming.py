"""Names of themes: a shortlist by their terms, and a choice by their meaning."""

from dataclasses import replace

import numpy as np
import pytest

from ml.grouping import Anchor, FoundTheme
from ml.naming import Term
from ml.naming.contrast import Scored, contrast
from ml.naming.korean import korean_reader
from ml.naming.names import Name, choose_names, told_apart
from ml.naming.ranking import ranked
from ml.naming.shortlist import Candidate, shortlist

AXES = ("card", "late", "delivery", "login", "refund")


def embed(texts, languages):
    """A direction per word; `elsewhere` asks for nothing."""
    rows = np.array([[axis in text.split() for axis in AXES] for text in texts], np.float32) + 1e-3
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def scored(*terms: tuple[str, float]) -> list[Scored]:
    return [Scored(Term(key, key), score, 0.3) for key, score in terms]


def theme(key: str, about: str, *names: str, language: str = "en", space: str = "voiced") -> FoundTheme:
    """A theme whose texts lie where `about` does, with candidates of falling worth."""
    centroid = embed([about], [language])[0]
    candidates = tuple(
        Candidate(name, frozenset(name.replace(" · ", " ").split()), 1 - place / 100)
        for place, name in enumerate(names)
    )
    return FoundTheme(
        key=key,
        kind="complaint",
        language=language,
        name=names[0],
        keywords=tuple(names[0].split(" · ")),
        size=9,
        centroid=centroid,
        threshold=0.5,
        quotes=(0,),
        anchors=(Anchor(space, language, centroid, 0.5),),
        candidates=candidates,
    )


def test_a_shortlist_holds_phrases_and_pairs_of_five_at_most():
    terms = scored(("card", 2.0), ("card late", 1.5), ("delivery", 1.0), ("refund", 0.9), ("box", 0.8), ("rain", 0.7))
    found = shortlist(terms)
    assert len(found) == 5
    assert found[0].worth == 1.0
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)
    assert {"card late", "card · delivery"} <= {one.name for one in found}


@pytest.mark.parametrize(("one", "other"), [("activate", "activation"), ("tiktok", "tik tok"), ("선생님", "선생님들")])
def test_one_word_in_two_forms_is_no_pair(one, other):
    assert all("·" not in candidate.name for candidate in shortlist(scored((one, 2.0), (other, 1.5))))


def test_words_that_begin_alike_may_be_a_pair():
    assert [one.name for one in shortlist(scored(("transfer", 2.0), ("transaction", 1.5)))] == [
        "transfer · transaction"
    ]


def test_a_brand_alone_is_no_subject():
    brand = Scored(Term("moa bank", "moa bank", proper=True), 3.0, 0.8)
    assert [one.name for one in shortlist([brand, *scored(("refund", 1.0))])] == ["moa bank · refund"]
    assert [one.name for one in shortlist([brand])] == ["moa bank"]


def test_a_theme_without_words_has_no_shortlist():
    assert shortlist([]) == shortlist(scored(("card", 1.0))) == ()


def test_meaning_chooses_among_names_of_like_worth():
    (found,) = ranked([theme("a", "card late", "card · login", "card late")], embed)
    assert found.name == "card late"


def test_what_the_neighbours_are_about_counts_against_a_name():
    own = theme("a", "card late delivery", "card · delivery", "late · delivery")
    beside = [theme(f"b{n}", "card refund", "card refund") for n in range(2)]
    assert ranked([own], embed)[0].name == "card · delivery"
    assert ranked([own, *beside], embed)[0].name == "late · delivery"
    elsewhere = [replace(other, anchors=(replace(other.anchors[0], space="praise"),)) for other in beside]
    assert ranked([own, *elsewhere], embed)[0].name == "card · delivery"


def test_no_name_says_only_what_another_says():
    first = theme("a", "card late", "card late")
    second = theme("b", "card late", "late · card", "card · refund")
    assert [one.name for one in ranked([first, second], embed)] == ["card late", "card · refund"]
    other = theme("b", "card late", "late · card", language="fr")
    assert [one.name for one in ranked([first, other], embed)] == ["card late", "late · card (2)"]


def test_the_network_is_asked_in_one_order_whatever_that_of_the_themes():
    asked = []

    def told(texts, languages):
        asked.append((list(texts), list(languages)))
        return embed(texts, languages)

    themes = [theme("a", "card", "card · late", "card refund"), theme("b", "login", "login · late", language="ko")]
    ranked(themes, told)
    ranked(themes[::-1], told)
    assert asked[0] == asked[1]


def test_vectors_of_another_network_choose_nothing():
    themes = [theme("a", "card late", "card · login", "card late")]
    wider = lambda texts, languages: np.hstack([embed(texts, languages)] * 2)  # noqa: E731  shorter than a name for it
    assert [one.name for one in ranked(themes, wider)] == ["card · login"]
    assert ranked([], embed) == ()


def test_names_of_the_same_words_are_told_apart():
    names = [Name("easy use", ("easy",)), Name("use easy", ("use", "shop")), Name("easy · use", ())]
    assert [name.name for name in told_apart(names)] == ["easy use", "use easy · shop", "easy · use (2)"]


def test_a_tone_names_nothing():
    groups = [
        [[Term("나아짐", "나아짐"), Term("결제", "결제")]] * 4,
        [[Term("work", "working"), Term("login", "login")]] * 4,
    ]
    assert [name.keywords for name in choose_names(contrast(groups), ["", ""])] == [("결제",), ("login",)]


def test_what_describes_a_korean_noun_is_shown_as_written():
    young, bad, slow = korean_reader().terms(["어린 나이도 되나요", "안 좋은 성분", "느린속도"])
    assert {"어림 나이": "어린 나이"}.items() <= {term.key: term.shown for term in young}.items()
    assert {"안 좋음 성분": "안 좋음 성분"}.items() <= {term.key: term.shown for term in bad}.items()
    assert {"느림 속도": "느린속도"}.items() <= {term.key: term.shown for term in slow}.items()
