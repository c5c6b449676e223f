"""The planted worlds, fewer of them than `python -m tests.simulations ranking` makes."""

import pytest

from tests.simulations import ranking


@pytest.fixture(scope="module")
def found() -> list[ranking.Run]:
    return list(ranking.runs(60, 500, seed=1))


def test_our_ranking_finds_what_is_worth_mending_where_other_ways_do_not(found):
    rows = {(row.way, row.picks): row for row in ranking.table(found)}
    ours = rows[ranking.OURS, 5]
    assert ours.captured >= 0.90
    assert ours.worthless <= 0.10
    assert rows[ranking.LEFT_OUT, 5].captured < ours.captured
    assert rows[ranking.MENTIONS, 5].captured < 0.6


def test_ranges_of_places_hold_the_true_place_about_as_often_as_they_say(found):
    covered = ranking.coverage(found)
    assert 0.75 <= covered.harmful <= 0.90
    assert covered.worthless >= 0.75
