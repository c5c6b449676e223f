"""Kept, split, merged, new, gone."""

from hypothesis import given
from hypothesis import strategies as st

from voc.themes.fates import changes


def test_every_fate_is_told():
    before = ["a"] * 10 + ["b"] * 5 + ["c"] * 4 + ["d"] * 4 + [None] * 4
    after = ["a"] * 6 + ["a2"] * 4 + ["a"] * 5 + ["c"] * 4 + ["a", "c", None, None] + ["e"] * 4
    told = changes(before, after)
    assert (told.kept, told.moved) == (2, 4 + 5 + 4 + 4)
    assert [(fate.theme, fate.other, fate.texts) for fate in told.split] == [("a", "a2", 4)]
    assert [(fate.theme, fate.other) for fate in told.merged] == [("b", "a")]
    assert [(fate.theme, fate.texts) for fate in told.new] == [("e", 4)]
    assert [(fate.theme, fate.texts) for fate in told.gone] == [("d", 4)]
    assert told.kept_share == 10 / 23


themes = st.sampled_from(["a", "b", "c", "d", None])


@given(st.lists(st.tuples(themes, themes)))
def test_each_theme_of_before_and_now_is_told_once(pairs):
    before, after = [was for was, _ in pairs], [now for _, now in pairs]
    told = changes(before, after)
    had, has = set(before) - {None}, set(after) - {None}
    assert told.kept + len(told.merged) + len(told.gone) == len(had)
    assert {fate.theme for fate in told.new} | {fate.other for fate in told.split} == has - had


@given(st.lists(themes))
def test_what_stays_the_same_is_no_change(same):
    told = changes(same, same)
    assert (told.moved, told.split, told.merged, told.new, told.gone) == (0, (), (), (), ())
