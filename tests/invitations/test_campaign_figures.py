"""What a campaign's pages draw, from its counts and its times."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from voc.invitations.campaign_pages import clocks, figures, funnel
from voc.invitations.hours import Quiet, is_quiet
from voc.invitations.regions import KOREA


@given(st.lists(st.integers(0, 10_000), min_size=6, max_size=6).map(lambda each: sorted(each, reverse=True)))
def test_shares_lie_in_their_intervals_and_between_nothing_and_all(counts: list[int]):
    names = ("queued", "sent", "delivered", "opened", "started", "completed")
    for step in funnel.steps(dict(zip(names, counts, strict=True))):
        assert (step.share is None) == (step.of == 0)
        assert 0 <= step.whole <= 1
        if step.share is not None:
            assert step.low is not None
            assert step.high is not None
            assert 0 <= step.low <= step.share <= step.high <= 1


@given(
    st.integers(1, 500),
    st.integers(1, 1000),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_nothing_is_promised_for_the_night(count: int, per_hour: int, begins: datetime):
    assert KOREA.night is not None
    quiet: list[Quiet] = [KOREA.night]
    found = clocks.window(count, per_hour=per_hour, begins=begins, quiet=quiet, zone="Asia/Seoul")
    assert begins <= found.first <= found.last
    assert found.last - found.first >= timedelta(hours=(count - 1) / per_hour) - timedelta(seconds=1)
    for at in (found.first, found.last):
        assert not is_quiet(quiet, ZoneInfo("Asia/Seoul"), at)


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), min_size=1, max_size=40),
    st.sampled_from(["Asia/Seoul", "America/New_York", "UTC"]),
)
def test_every_sending_stands_in_one_bar(times: list[datetime], zone: str):
    found = figures.bars(times, zone=zone)
    assert sum(bar.count for bar in found.bars) == found.n == len(times)
    assert len(found.bars) <= figures.BARS_MOST + 1
    assert found.bars[0].at <= min(times)
    assert max(times) < found.bars[-1].at + timedelta(seconds=found.seconds)
