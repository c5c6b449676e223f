"""Shards find what one process finds."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from ml import sharded
from ml.cluster.finder import ThemeFinder
from ml.cluster.graph import unit
from ml.cluster.shards import assign, merge, summarise
from ml.pipeline import find_themes


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 8, 1_600)
    centres = unit(rng.normal(size=(8, 32)))
    return unit(centres[truth] + rng.normal(0, 0.12, (1_600, 32))), truth


def agreement(labels, truth):
    """Share of texts in the theme that their subject has most of, one to one."""
    table = np.zeros((truth.max() + 1, labels.max() + 2))
    np.add.at(table, (truth, labels), 1)
    return table[:, :-1][linear_sum_assignment(-table[:, :-1])].sum() / len(truth)


def found(rows, shards, seed=0):
    parts = np.array_split(np.arange(len(rows)), shards)
    merged = merge([summarise(rows[part], seed) for part in parts], ThemeFinder(seed=seed))
    return np.concatenate([assign(rows[part], merged) for part in parts])


def test_four_shards_find_what_one_process_finds(corpus):
    rows, truth = corpus
    alone = ThemeFinder(seed=0).fit(rows).labels_
    assert agreement(found(rows, 4), truth) >= agreement(alone, truth) - 0.02


def test_the_same_shards_give_the_same_themes(corpus):
    rows, _ = corpus
    assert (found(rows, 3) == found(rows, 3)).all()


def test_a_summary_counts_every_text_once(corpus):
    rows, _ = corpus
    summary = summarise(rows)
    assert summary.counts.sum() == len(rows)
    assert np.allclose(summary.sums.sum(axis=0), rows.sum(axis=0), atol=1e-2)
    assert (np.bincount(summary.members) == summary.counts).all()


def test_a_shard_of_one_text_is_a_shard():
    one = summarise(np.eye(1, 8, dtype=np.float32))
    assert (one.counts.tolist(), one.members.tolist()) == ([1], [0])


SUBJECTS = {
    "delivery": "the parcel {} arrived late, delivery takes far too long",
    "login": "I cannot log in with my password {}, the login fails",
    "refund": "where is the refund of my order {}, I want my money back",
}
WORDS = ("blue", "red", "green", "small", "large", "old", "new", "first", "second", "third", "grey", "round", "flat",
         "long", "short")  # fmt: skip


@pytest.fixture
def said(embedder):
    """Sentences about three things, read by words alone."""
    texts = [
        sentence.format(f"{one} {other}") for sentence in SUBJECTS.values() for one in WORDS for other in WORDS[:5]
    ]
    return texts, embedder.encode(texts, ["en"] * len(texts))


def customers(texts):
    """Each by another one: what nobody signed and says nearly the same would be one voice."""
    return [f"c_{number}" for number in range(len(texts))]


def by_shards(said, at_once, shards=3, before=None, speakers=None, held=()):
    """All four steps."""
    texts, rows = said
    before, speakers = before or [None] * len(texts), speakers or customers(texts)
    fields = texts, ["en"] * len(texts), ["complaint"] * len(texts)
    plans = sharded.planned(*fields, at_once)
    of = sharded.dealt(texts, speakers, shards)
    parts = [np.flatnonzero(of == shard) for shard in range(shards)]

    def some(part):
        return [[each[i] for i in part] for each in fields]

    def listed(values, part):
        return [values[i] for i in part]

    told = [
        sharded.summed_up(*some(part), rows[part], listed(before, part), listed(speakers, part), plans, held, held)
        for part in parts
    ]
    reducer = sharded.Reducer(plans, told)
    drawn = [parts[shard][place] for shard, place in reducer.wanted]
    found = reducer.reduced(sharded.Sample(*some(drawn), rows[drawn]), held, held)
    themes = [(theme.key, theme.anchors) for theme in found.themes]
    standing = sharded.Standing.of(plans, told, found.of_micros, themes, held)
    out = [None] * len(texts)
    for part, own, micros in zip(parts, told, found.of_micros, strict=True):
        _, *rest = some(part)
        answers = sharded.placed(*rest, rows[part], listed(before, part), own, micros, standing)
        for place, theme in zip(part, answers, strict=True):
            out[place] = theme
    return out, found


def partition(themes):
    """Which texts are together, whatever their theme is called."""
    groups = {}
    for place, theme in enumerate(themes):
        groups.setdefault(theme, set()).add(place)
    return {frozenset(own) for theme, own in groups.items() if theme is not None}


def test_what_one_process_may_look_at_is_not_summed_up(said):
    texts, rows = said
    alone = find_themes(texts, ["en"] * len(texts), ["complaint"] * len(texts), rows, speakers=customers(texts))
    themes, found = by_shards(said, at_once=10_000)
    assert partition(themes) == partition(alone.assignments)
    assert [theme.size for theme in found.themes] == [theme.size for theme in alone.themes]
    assert {theme.name for theme in found.themes} == {theme.name for theme in alone.themes}


def test_summed_up_each_theme_is_about_one_thing(said):
    themes, found = by_shards(said, at_once=50)
    assert sum(theme is not None for theme in themes) >= 200
    subjects = {(theme, place // 75) for place, theme in enumerate(themes) if theme is not None}
    assert len(subjects) == len({theme for theme, _ in subjects})
    assert {theme for theme, _ in subjects} <= {theme.key for theme in found.themes}


def test_a_second_look_moves_nothing_and_keeps_ids(said):
    first, _ = by_shards(said, at_once=50)
    known = {theme: f"th_{number}" for number, theme in enumerate(sorted(set(first)))}
    before = [known[theme] for theme in first]
    assert by_shards(said, at_once=50, before=before)[0] == before


def test_what_is_held_stays_together(said):
    before = ["th_pinned" if number % 10 == 0 else None for number in range(225)]
    themes, _ = by_shards(said, at_once=50, before=before, held=["th_pinned"])
    assert {themes[i] for i in range(0, 225, 10)} == {"th_pinned"}


def test_one_person_makes_no_theme_however_many_shards_there_are(said):
    themes, found = by_shards(said, at_once=50, speakers=["c_1"] * 225)
    assert (set(themes), found.themes) == ({None}, ())


def test_what_one_voice_says_is_in_one_shard():
    campaign = [f"please stop the new pricing of all our plans at once, signed {i}" for i in range(40)]
    others = [f"sentence {i} is about something else" for i in range(40)]
    speakers = [None] * 40 + [f"c_{i % 4}" for i in range(40)]
    of = sharded.dealt(campaign + others, speakers, 5)
    assert len(set(of[:40])) == 1
    for speaker in range(4):
        assert len(set(of[40 + speaker :: 4])) == 1
