"""How long customers stayed, as numbers: packed, added up, and split into who stayed and who left."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.insights.tenures import domain
from voc.insights.tenures.domain import Tenure

tenures = st.dictionaries(
    st.builds(
        Tenure,
        segments=st.sampled_from([(), ("a",), ("a", "b")]),
        begun=st.integers(0, 9),
        ended=st.none() | st.integers(10, 15),
    ),
    st.integers(1, 4),
    max_size=12,
).map(Counter)


@given(tenures)
def test_tenures_are_read_as_they_were_written(found):
    assert domain.unpack(domain.pack(found)) == found


@given(tenures, tenures)
def test_a_union_counts_everybody(one, other):
    assert domain.together([one, other]) == domain.together([other, one]) == one + other


@given(tenures, st.integers(1, 15), st.integers(0, 6))
def test_nobody_is_on_both_sides_and_who_came_later_on_none(found, first, length):
    (sides,) = domain.stayed_and_left(domain.pack(found), ((first, first + length),))
    there = sum(n for each, n in found.items() if each.begun < first and (each.ended is None or each.ended >= first))
    assert sum(stayed + left for stayed, left in sides.values()) == there
    gone = sum(n for each, n in found.items() if each.begun < first and each.ended in range(first, first + length + 1))
    assert sum(left for _, left in sides.values()) == gone


def test_rare_sets_of_segments_are_folded_whatever_their_order():
    many = [Counter({Tenure((f"s{n:03}",), 1, None): n + 1}) for n in range(domain.SETS_LIMIT + 20)]
    folded = domain.together(many)
    assert folded == domain.together(many[::-1])
    assert len({each.segments for each in folded}) == domain.SETS_LIMIT
    assert sum(folded.values()) == sum(sum(part.values()) for part in many)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("2026-11-21T23:00:00+09:00", date(2026, 11, 21)),
        (" 2026. 3. 1.", date(2026, 3, 1)),
        ("2026년 3월 1일", date(2026, 3, 1)),
        (1_772_323_200, date(2026, 3, 1)),
        (1_772_323_200_000, date(2026, 3, 1)),
        ("2026-02-31", None),
        ("2026-1-123", None),
        ("yes", None),
        (True, None),
        (None, None),
        (-5, None),
        (1e400, None),
        (float("nan"), None),
        (10**30, None),
        (["2026-03-01"], None),
    ],
)
def test_a_day_is_read_as_people_and_programs_write_it(said, day):
    assert domain.day_of(said) == day
