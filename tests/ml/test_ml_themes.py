"""Themes of a corpus, end to end but for the network."""

import numpy as np
import pytest

from ml.naming import Term
from ml.naming.contrast import Scored, contrast, said_everywhere
from ml.naming.english import EnglishTerms, stem
from ml.naming.korean import StrippedTerms, korean_reader
from ml.naming.names import choose_names
from ml.themes import find_themes, space_of

SUBJECTS = {
    "login password": "login password forgotten {}|login password fails {}|login password gone {}",
    "delivery box": "delivery box wet {}|delivery box broken {}|delivery box outside {}",
    "screen freeze": "screen freeze happened {}|screen freeze annoys {}|screen freeze returns {}",
}
PLACES = ["monday", "rain", "tablet", "phone", "cousin", "garden", "train", "winter", "office", "kitchen"]


@pytest.fixture(scope="module")
def corpus(embedder):
    texts = [p.format(place) for ps in SUBJECTS.values() for p in ps.split("|") for place in PLACES]
    languages = ["en"] * len(texts)
    vectors = embedder.encode(texts, languages)
    return texts, languages, ["complaint"] * len(texts), vectors


def test_themes_are_found_and_named_after_what_they_share(corpus):
    result = find_themes(*corpus)
    assert len(result.themes) >= 3
    named = " / ".join(theme.name for theme in result.themes)
    assert all(subject in named for subject in SUBJECTS)
    assert len({theme.name for theme in result.themes}) == len(result.themes)


def test_voters_belong_to_their_theme_and_are_few(corpus):
    result = find_themes(*corpus)
    for theme in result.themes:
        (anchor,) = theme.anchors
        assert 0 < len(anchor.voters) <= 40
        assert {result.assignments[voter] for voter in anchor.voters} == {theme.key}
        assert -1 < anchor.voter_threshold < 1


def test_what_names_nothing_joins_a_theme_only_if_it_is_no_praise(corpus):
    texts, languages, _, vectors = corpus
    like = [i for i, text in enumerate(texts) if text.startswith("login password forgotten")][:3]
    silent = ["the of and", "it is so", "you and me"]
    assert not any(EnglishTerms().terms(silent))
    rows = np.vstack([vectors, vectors[like]])
    for kind, joins in (("complaint", True), ("praise", False)):
        result = find_themes([*texts, *silent], [*languages, *["en"] * 3], [kind] * len(rows), rows)
        assert any(result.assignments[: len(texts)])
        assert any(result.assignments[-3:]) == joins


def test_quotes_belong_to_their_theme_and_are_no_copies(corpus):
    result = find_themes(*corpus)
    for theme in result.themes:
        assert all(result.assignments[quote] == theme.key for quote in theme.quotes)
        assert len(set(theme.quotes)) == len(theme.quotes)
        assert theme.size == result.assignments.count(theme.key)


def test_an_unchanged_corpus_changes_nothing(corpus):
    first = find_themes(*corpus)
    known = {key: f"th_{i}" for i, key in enumerate(theme.key for theme in first.themes)}
    before = [known.get(key) for key in first.assignments]
    again = find_themes(*corpus, previous=before)
    assert list(again.assignments) == before


def test_ids_survive_growth(corpus, embedder):
    texts, languages, kinds, vectors = corpus
    fewer = [i for i in range(len(texts)) if i % 4]
    first = find_themes(
        [texts[i] for i in fewer], [languages[i] for i in fewer], [kinds[i] for i in fewer], vectors[fewer]
    )
    before = [None] * len(texts)
    for place, key in zip(fewer, first.assignments, strict=True):
        before[place] = key
    now = find_themes(*corpus, previous=before)
    kept = [now.assignments[i] == before[i] for i in fewer if before[i]]
    assert np.mean(kept) >= 0.85


def test_one_issue_stays_whole_however_it_is_put(corpus):
    texts, languages, _, vectors = corpus
    kinds = ["complaint", "question", "other", "idea", "complaint"] * 18
    result = find_themes(texts, languages, kinds, vectors)
    assert len(result.themes) >= 3
    assert {theme.kind for theme in result.themes} == {"complaint"}
    assert {kinds[i] for i, key in enumerate(result.assignments) if key == result.themes[0].key} == set(kinds)


def test_other_alone_gets_no_theme_and_praise_stays_apart(corpus):
    texts, languages, _, vectors = corpus
    kinds = ["other"] * 30 + ["praise"] * 30 + ["question"] * 30
    result = find_themes(texts, languages, kinds, vectors)
    assert not any(result.assignments[:30])
    praised = {theme.key for theme in result.themes if theme.kind == "praise"}
    assert praised
    assert {key in praised for key in result.assignments[30:60] if key} == {True}
    assert {space_of(kind) for kind in kinds} == {"voiced", "praise"}


def test_nothing_in_nothing_out():
    result = find_themes([], [], [], np.empty((0, 4), np.float32))
    assert result.assignments == result.themes == ()


def test_korean_names_hold_no_particles():
    keys = {term.key for terms in korean_reader().terms(["로그인이 자꾸 안 돼서 결제를 못 했어요"]) for term in terms}
    assert "로그인" in keys
    assert "결제" in keys
    assert not keys & {"로그인이", "결제를"}


def test_korean_compounds_are_shown_as_written():
    texts = ["새벽배송이 늦어요", "모아카드 포인트가 사라졌어요", "늦게 배송됐어요"]
    joined, brand, late = korean_reader().terms(texts)
    assert [term.shown for term in joined if term.key == "새벽 배송"] == ["새벽배송"]
    assert [term.key for term in brand if term.proper] == ["모아카드"]
    assert not any(" " in term.key for term in late)


def test_a_name_in_many_themes_names_none():
    subjects = ["login", "refund", "parcel", "coupon", "gift", "search", "slot", "card"]
    groups = [EnglishTerms().terms([f"the {subject} at Moa", f"my {subject}, please"]) for subject in subjects]
    common = said_everywhere(groups)
    assert common == {"moa"}
    assert all("moa" not in scored.term.key for own in contrast(groups, common) for scored in own)
    assert said_everywhere(groups[:3]) == frozenset()


def test_two_words_are_shown_as_the_phrase_that_customers_use():
    groups = [
        EnglishTerms().terms(["gift wrap costs", "wrap my gift", "gift wrap", "a gift, a wrap"]),
        EnglishTerms().terms(["slow refund", "no refund", "refund late"]),
    ]
    assert choose_names(contrast(groups), ["", ""])[0].name == "gift wrap"


def test_a_verb_and_its_particle_are_a_term():
    keys = [term.key for term in EnglishTerms().terms(["my top up failed, I cannot log in on the card"])[0]]
    assert {"top up", "log in"} <= set(keys)
    assert "card on" not in keys


def test_one_word_is_no_name_where_there_is_another():
    groups = [
        EnglishTerms().terms(["card late", "card missing", "card gone", "card", "card late in the post"]),
        EnglishTerms().terms(["refund", "refund please", "refund it"]),
    ]
    assert [name.name for name in choose_names(contrast(groups), ["", ""])] == ["card late", "refund"]


def test_a_name_says_more_than_those_before_it():
    shared = [Scored(Term(word, word), 1.0 - n / 10, 0.5) for n, word in enumerate(["card", "pin", "app", "shop"])]
    names = [name.name for name in choose_names([shared, shared], ["", ""])]
    assert names == ["card · pin", "card · pin · app"]


def test_without_an_analyser_particles_are_still_stripped():
    terms = StrippedTerms().terms(["로그인이 안되고 결제를 기다립니다"])[0]
    assert {"로그인", "결제"} <= {term.key for term in terms}


@pytest.mark.parametrize(
    ("word", "other"),
    [("crashes", "crash"), ("crashing", "crash"), ("stopped", "stop"), ("ads", "ads"), ("meetings", "meeting")],
)
def test_forms_of_a_word_count_together(word, other):
    assert stem(word) == stem(other)


def test_stop_words_part_phrases():
    keys = [term.shown for term in EnglishTerms().terms(["dark mode is not in the settings menu"])[0]]
    assert keys == ["dark", "mode", "dark mode", "settings", "menu", "settings menu"]
