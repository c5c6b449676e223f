"""What the dashboard's charts are made of, from counters."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voc.insights import domain
from voc.insights.dashboard.heat import SHADES, heat
from voc.insights.dashboard.quadrant import Across, quadrant
from voc.insights.dashboard.volumes import ALL, THEMES_SHOWN, VALUES_SHOWN, volumes
from voc.insights.steps import SHOWN, Step, end_of, start_of, starts

TODAY = date(2026, 3, 1)
days = st.dates(date(1990, 1, 31), date(2199, 12, 1))
steps = st.sampled_from(Step)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["complaint", "idea", None]),
            "channel": st.sampled_from([f"c{n}" for n in range(VALUES_SHOWN + 3)]),
            "language": st.sampled_from(["en", "ko", None]),
            "theme": st.sampled_from([None, *(f"th_{n}" for n in range(THEMES_SHOWN + 5))]),
            "also": st.sampled_from([None, [], ["th_1"]]),
            "sentiment": st.none() | st.floats(-1, 1),
            "noise": st.sampled_from([None, None, None, "spam"]),
            "respondent_segments": st.sampled_from([None, [], ["vip"], ["vip", "new"]]),
            "day": st.integers(0, 120),
        }
    ),
    min_size=1,
    max_size=60,
)


def buckets(rows):
    """Counters of the rows, a bucket a day."""
    by_day = {}
    for row in rows:
        by_day.setdefault(TODAY - timedelta(days=row["day"]), []).append(row)
    return [
        {"bucket": f"api|{day}T09", "counts": domain.count(rows).model_dump()} for day, rows in sorted(by_day.items())
    ]


@given(days, steps)
def test_a_day_lies_in_its_period_and_periods_follow_each_other(day, step):
    shown = starts(day, step)
    assert len(shown) == SHOWN[step]
    assert shown[-1] == start_of(day, step) <= day <= end_of(shown[-1], step)
    assert [end_of(start, step) + timedelta(days=1) for start in shown[:-1]] == shown[1:]
    assert all(start_of(end_of(start, step), step) == start for start in shown)


@given(rows, steps)
def test_the_sums_are_those_of_the_rows_in_the_periods(rows, step):
    found = volumes(buckets(rows), step, TODAY)
    inside = [row for row in rows if found.first <= TODAY - timedelta(days=row["day"]) <= found.last]
    assert sum(period.feedback for period in found.periods) == len(inside)
    complaints = sum(period.kinds.get("complaint", 0) for period in found.periods)
    assert complaints == sum(row["kind"] == "complaint" for row in inside)
    felt = sum(sum(period.moods.values()) for period in found.periods)
    assert felt == sum(row["sentiment"] is not None for row in inside)


@given(rows)
def test_themes_are_told_apart_among_what_is_known(rows):
    found = volumes(buckets(rows), Step.month, TODAY).crossed
    heard = [row for row in rows if row["kind"] and not row["noise"]]
    in_vip = [row for row in heard if "vip" in (row["respondent_segments"] or ())]
    if heard:
        assert found["channel"][ALL][ALL] == len(heard)
    assert found["segment"].get(ALL, {}).get(ALL, 0) == sum(row["respondent_segments"] is not None for row in heard)
    assert found["segment"].get(ALL, {}).get("vip", 0) == len(in_vip)
    for table in found.values():
        assert len(table) <= THEMES_SHOWN + 1
        assert all(len(line) <= VALUES_SHOWN + 1 for line in table.values())


def test_a_date_in_the_future_does_not_move_the_chart():
    said = [{"kind": "idea", "channel": "email", "day": day} for day in (0, 3, -400)]
    found = volumes(buckets(said), Step.week, TODAY)
    assert found.last == TODAY
    assert sum(period.feedback for period in found.periods) == 2


def test_nothing_said_is_no_chart():
    assert volumes([], Step.week, TODAY) is None
    assert volumes([{"bucket": "api|2026-02-01T09", "counts": {"total": 0}}], Step.week, TODAY) is None


def test_a_cell_stands_out_only_beyond_chance_and_with_enough_said():
    loud = {ALL: {ALL: 1000, "email": 500, "sms": 480, "chat": 20}}
    loud["th_a"] = {ALL: 150, "email": 120, "sms": 20, "chat": 10}
    loud["th_b"] = {ALL: 100, "email": 51, "sms": 48, "chat": 1}
    found = heat(loud)
    signs = {line.theme: {cell.value: cell.stands_out for cell in line.cells} for line in found.lines}
    assert signs == {"th_a": {"email": 1, "sms": -1, "chat": 0}, "th_b": {"email": 0, "sms": 0, "chat": 0}}
    assert max(cell.shade for line in found.lines for cell in line.cells) == SHADES


@given(rows)
def test_shares_of_a_heat_map_are_shares(rows):
    for table in volumes(buckets(rows), Step.month, TODAY).crossed.values():
        for line in heat(table).lines:
            for cell in line.cells:
                assert 0 <= cell.share.value <= 1
                assert (cell.shade > 0) == (cell.count > 0)


def item(rank, driver):
    """An item of the backlog, as dumped."""
    named = {"id": f"bl_{rank}", "title": f"Item {rank}", "language": "en", "kind": "complaint", "rank": rank}
    sizes = {"customers": 9, "mentions": 12, "active_customers": 90, "share_mid": 0.1, "share_low": 0.07}
    return named | sizes | {"share_high": 0.14, "mean_sentiment": -0.4, "driver": driver}


def test_an_effect_that_may_be_none_is_not_sure():
    sizes = {"customers": 9, "cost": 1.2, "cost_low": 0.4, "cost_high": 2.0}
    sure = sizes | {"gain": 0.1, "gain_low": 0.03, "gain_high": 0.2}
    open_ = sizes | {"cost_low": -0.1, "gain": 0.1, "gain_low": -0.01, "gain_high": 0.2}
    for across, value in ((Across.feeling, -0.4), (Across.reach, 0.1)):
        found = quadrant([item(3, open_), item(1, sure), item(2, None)], across)
        assert [(point.rank, point.sure) for point in found.points] == [(1, True), (3, False)]
        assert found.unscored == 1
        assert found.middle_across == found.points[0].across.value == value
