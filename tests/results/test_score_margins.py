"""What metrics read of a bucket says the same as its cells, and the fewest buckets make up the same days."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voc.results import margins, periods
from voc.results.filters import values
from voc.results.tally import Cell, Facets, Tally

DAYS = st.dates(date(2025, 11, 1), date(2026, 4, 30))
facets = st.builds(
    Facets,
    version=st.integers(1, 2),
    channel=st.sampled_from(["link", "email"]),
    language=st.sampled_from(["", "ko"]),
    device=st.just(""),
    source=st.just("app"),
    segments=st.sampled_from([(), ("vip",), ("new", "vip")]),
    department=st.sampled_from(["", "billing", "sales"]),
)
tallies = st.builds(
    Tally, type=st.just("nps"), values=st.dictionaries(st.sampled_from("0123456789"), st.integers(1, 5)).map(Counter)
)
cells = st.dictionaries(
    facets, st.builds(Cell, questions=st.dictionaries(st.just(("first", "nps")), tallies)), max_size=8
)


@given(cells, st.sampled_from([margins.TOTAL, *margins.FACETS]))
def test_a_margin_counts_what_its_cells_count(cells, name):
    kept = margins.unpack(margins.fields(cells)[margins.field(name)])
    found = {(part.place.version, part.place.values, value): n for part in kept for value, n in part.counts.items()}
    wanted: Counter = Counter()
    for place, cell in cells.items():
        told = () if name == margins.TOTAL else values(place, name)
        for tally in cell.questions.values():
            wanted.update({(place.version, told, int(value)): n for value, n in tally.values.items()})
    assert found == wanted


@given(DAYS, st.integers(0, 120), DAYS)
def test_added_and_taken_away_buckets_leave_the_days_that_were_meant(first, length, today):
    last = first + timedelta(days=length)
    sums: Counter = Counter()
    for name, sign in periods.balanced(first, last, today).items():
        day = periods.day_of(name)
        several = periods.end_of_month(day).day if periods.is_month(name) else 1
        for n in range(several):
            if day + timedelta(days=n) <= today:
                sums[day + timedelta(days=n)] += sign
    meant = {first + timedelta(days=n) for n in range(length + 1)}
    assert {day: n for day, n in sums.items() if n} == dict.fromkeys((day for day in meant if day <= today), 1)


@given(DAYS, st.integers(0, 400), DAYS)
def test_a_month_costs_half_of_its_days_at_most(first, length, today):
    names = periods.balanced(first, first + timedelta(days=length), today)
    if first + timedelta(days=length) >= today or today > first + timedelta(days=length + 31):
        assert len(names) <= 2 * 16 + length // 28
