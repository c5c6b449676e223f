"""Quiet hours, daylight saving, consent and the Korean night, to the minute."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.invitations.hours import Quiet, is_quiet, next_allowed
from voc.invitations.lawful import Agreed, Allowed, Recipient, Refused, Wait, look

MINUTE = timedelta(minutes=1)
NEW_YORK, BERLIN, SEOUL = "America/New_York", "Europe/Berlin", "Asia/Seoul"
NIGHT = Quiet(start=time(21), end=time(8))
SMALL_HOURS = Quiet(start=time(1), end=time(2, 30))
"""Ends in an hour that the clock leaps over in spring and shows twice in autumn."""
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def person(zone: str, country: str, **decisions: datetime | bool) -> Recipient:
    """With consent to advertising by text message and e-mail since the start of 2026, unless said otherwise."""
    given = {"advertising": True} | decisions
    agreed = {
        (channel, purpose): Agreed(given=value is not False, at=value if isinstance(value, datetime) else LONG_AGO)
        for channel in ("sms", "email")
        for purpose, value in given.items()
        if value is not None
    }
    return Recipient(zone=zone, country=country, decisions=agreed)


KOREAN, AMERICAN, GERMAN = person(SEOUL, "KR"), person(NEW_YORK, "US"), person(BERLIN, "DE")
NO, STALE = "refused", "consent-old"

# (what, purpose, channel, recipient, quiet hours, moment in UTC, minutes later expected: moment, None or a refusal)
TABLE = [
    # Seoul, UTC+9: 21:00 is 12:00 UTC, 08:00 is 23:00 UTC
    ("a minute before the night", "advertising", "sms", KOREAN, (), "2026-06-10T11:59", None),
    ("the night begins", "advertising", "sms", KOREAN, (), "2026-06-10T12:00", "2026-06-10T23:00"),
    ("a minute into the night", "advertising", "sms", KOREAN, (), "2026-06-10T12:01", "2026-06-10T23:00"),
    ("past midnight", "advertising", "sms", KOREAN, (), "2026-06-10T15:01", "2026-06-10T23:00"),
    ("a minute before the morning", "advertising", "sms", KOREAN, (), "2026-06-10T22:59", "2026-06-10T23:00"),
    ("the morning", "advertising", "sms", KOREAN, (), "2026-06-10T23:00", None),
    ("a minute after", "advertising", "sms", KOREAN, (), "2026-06-10T23:01", None),
    ("an e-mail at night", "advertising", "email", KOREAN, (), "2026-06-10T12:00", None),
    ("a survey at night", "survey", "sms", KOREAN, (), "2026-06-10T12:00", None),
    ("a survey in quiet hours", "survey", "sms", KOREAN, (NIGHT,), "2026-06-10T12:00", "2026-06-10T23:00"),
    ("a minute before quiet hours", "survey", "sms", KOREAN, (NIGHT,), "2026-06-10T11:59", None),
    ("a minute before they end", "survey", "sms", KOREAN, (NIGHT,), "2026-06-10T22:59", "2026-06-10T23:00"),
    ("e-mail in quiet hours", "survey", "email", KOREAN, (NIGHT,), "2026-06-10T12:01", "2026-06-10T23:00"),
    ("night consent", "advertising", "sms", person(SEOUL, "KR", night=True), (), "2026-06-10T12:01", None),
    ("night refused", "advertising", "sms", person(SEOUL, "KR", night=False), (), "2026-06-10T12:01",
     "2026-06-10T23:00"),
    ("night consent, quiet hours all the same", "advertising", "sms", person(SEOUL, "KR", night=True), (NIGHT,),
     "2026-06-10T12:01", "2026-06-10T23:00"),
    ("old night consent", "advertising", "sms", person(SEOUL, "KR", night=utc("2024-06-10T12:00")), (),
     "2026-06-10T12:01", "2026-06-10T23:00"),
    ("quiet hours that go on after the law's", "advertising", "sms", KOREAN, (Quiet(start=time(7), end=time(10)),),
     "2026-06-10T12:00", "2026-06-11T01:00"),
    ("quiet hours right before the law's", "advertising", "sms", KOREAN, (Quiet(start=time(18), end=time(21)),),
     "2026-06-10T09:00", "2026-06-10T23:00"),
    ("a Korean who lives in New York", "advertising", "sms", person(NEW_YORK, "KR"), (), "2026-06-10T12:00", None),
    # consent
    ("without consent", "advertising", "sms", person(SEOUL, "KR", advertising=None), (), "2026-06-10T03:00", "consent"),
    ("advertising refused", "advertising", "sms", person(SEOUL, "KR", advertising=False), (), "2026-06-10T03:00", NO),
    ("surveys refused", "survey", "sms", person(SEOUL, "KR", survey=False), (), "2026-06-10T03:00", NO),
    ("a survey without consent", "survey", "sms", person(SEOUL, "KR", advertising=None), (), "2026-06-10T03:00", None),
    ("a survey, advertising refused", "survey", "sms", person(SEOUL, "KR", advertising=False), (), "2026-06-10T03:00",
     None),
    ("the last minute of two years", "advertising", "email", person(SEOUL, "KR", advertising=utc("2024-06-10T03:00")),
     (), "2026-06-10T03:00", None),
    ("a minute later", "advertising", "email", person(SEOUL, "KR", advertising=utc("2024-06-10T03:00")), (),
     "2026-06-10T03:01", STALE),
    ("two years after a leap day", "advertising", "email", person(SEOUL, "KR", advertising=utc("2024-02-29T03:00")),
     (), "2026-02-28T03:01", STALE),
    ("consent that ends in the night", "advertising", "sms", person(SEOUL, "KR", advertising=utc("2024-06-10T15:00")),
     (), "2026-06-10T14:00", STALE),
    ("old consent of a German", "advertising", "sms", person(BERLIN, "DE", advertising=utc("2020-01-01T00:00")), (),
     "2026-06-10T03:00", None),
    ("a German without consent", "advertising", "email", person(BERLIN, "DE", advertising=None), (),
     "2026-06-10T03:00", "consent"),
    ("an American, e-mail without consent", "advertising", "email", person(NEW_YORK, "US", advertising=None), (),
     "2026-06-10T03:00", None),
    ("an American, text without consent", "advertising", "sms", person(NEW_YORK, "US", advertising=None), (),
     "2026-06-10T15:00", "consent"),
    ("a country without rules of ours", "advertising", "sms", person(SEOUL, "JP", advertising=None), (),
     "2026-06-10T03:00", "consent"),
    # New York: on 8 March 2026 02:00 EST becomes 03:00 EDT (07:00 UTC)
    ("21:00 the evening before", "advertising", "sms", AMERICAN, (), "2026-03-08T02:00", "2026-03-08T12:00"),
    ("20:59 the evening before", "advertising", "sms", AMERICAN, (), "2026-03-08T01:59", None),
    ("07:59 after the leap", "advertising", "sms", AMERICAN, (), "2026-03-08T11:59", "2026-03-08T12:00"),
    ("08:00 after the leap", "advertising", "sms", AMERICAN, (), "2026-03-08T12:00", None),
    ("08:00 the day before", "advertising", "sms", AMERICAN, (), "2026-03-07T13:00", None),
    ("07:59 the day before", "advertising", "sms", AMERICAN, (), "2026-03-07T12:59", "2026-03-07T13:00"),
    ("quiet hours that end in the leap", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-03-08T06:59",
     "2026-03-08T07:00"),
    ("where the clock has leapt", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-03-08T07:00", None),
    ("a minute after", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-03-08T07:01", None),
    ("a minute before they begin", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-03-08T05:59", None),
    ("they begin", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-03-08T06:00", "2026-03-08T07:00"),
    # on 1 November 2026 02:00 EDT becomes 01:00 EST (06:00 UTC)
    ("01:00, the first time", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-11-01T05:00", "2026-11-01T07:30"),
    ("00:59", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-11-01T04:59", None),
    ("01:59, the first time", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-11-01T05:59", "2026-11-01T07:30"),
    ("02:29", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-11-01T07:29", "2026-11-01T07:30"),
    ("02:30", "survey", "sms", AMERICAN, (SMALL_HOURS,), "2026-11-01T07:30", None),
    ("21:00 of a day of 25 hours", "advertising", "sms", AMERICAN, (), "2026-11-01T01:00", "2026-11-01T13:00"),
    ("07:59 of a day of 25 hours", "advertising", "sms", AMERICAN, (), "2026-11-01T12:59", "2026-11-01T13:00"),
    ("08:00 of a day of 25 hours", "advertising", "sms", AMERICAN, (), "2026-11-01T13:00", None),
    # Berlin: on 29 March 2026 02:00 CET becomes 03:00 CEST, on 25 October 03:00 CEST becomes 02:00 CET (01:00 UTC)
    ("Berlin, quiet hours end in the leap", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-03-29T00:59",
     "2026-03-29T01:00"),
    ("Berlin, the leap", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-03-29T01:00", None),
    ("Berlin, 02:29 the first time", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-10-25T00:29",
     "2026-10-25T00:30"),
    ("Berlin, 02:30 the first time", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-10-25T00:30", None),
    ("Berlin, 02:00 the second time", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-10-25T01:00",
     "2026-10-25T01:30"),
    ("Berlin, 02:30 the second time", "survey", "email", GERMAN, (SMALL_HOURS,), "2026-10-25T01:30", None),
    ("Berlin, a night through the leap", "survey", "sms", GERMAN, (NIGHT,), "2026-03-28T20:00", "2026-03-29T06:00"),
    ("Berlin, a minute before that night", "survey", "sms", GERMAN, (NIGHT,), "2026-03-28T19:59", None),
    ("Berlin, a night with an hour twice", "survey", "sms", GERMAN, (NIGHT,), "2026-10-24T19:00", "2026-10-25T07:00"),
    ("Berlin, a minute before its end", "survey", "sms", GERMAN, (NIGHT,), "2026-10-25T06:59", "2026-10-25T07:00"),
    ("a Korean law's night in Berlin's leap", "advertising", "sms", person(BERLIN, "KR"), (), "2026-03-29T05:59",
     "2026-03-29T06:00"),
    ("hours that leave none", "survey", "sms", KOREAN, (NIGHT, Quiet(start=time(8), end=time(21))),
     "2026-06-10T03:00", "never"),
]  # fmt: skip


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_what_may_be_sent_when(row: tuple) -> None:
    _, purpose, channel, recipient, quiet, at, expected = row
    verdict = look(purpose, channel, recipient, quiet, at=utc(at))
    if expected is None:
        assert verdict == Allowed()
    elif expected[0].isdigit():
        assert isinstance(verdict, Wait)
        assert verdict.at == utc(expected)
    else:
        assert verdict == Refused(rule=expected)


ZONES = st.sampled_from([NEW_YORK, BERLIN, SEOUL, "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca"])
LEAPS = ["2026-03-08T07:00", "2026-11-01T06:00", "2026-03-29T01:00", "2026-10-25T01:00", "2026-04-04T15:00",
         "2026-10-03T15:30"]  # fmt: skip
MOMENTS = st.builds(
    lambda day, minutes: utc(day) + timedelta(minutes=minutes), st.sampled_from(LEAPS), st.integers(-2_000, 2_000)
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
HOURS = st.lists(
    st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Quiet(start=pair[0], end=pair[1])),
    min_size=1,
    max_size=3,
)


@given(HOURS, ZONES, MOMENTS)
def test_the_moment_found_is_allowed_and_no_minute_before_is(hours: list[Quiet], name: str, at: datetime) -> None:
    zone = ZoneInfo(name)
    found = next_allowed(hours, zone, at)
    end = found if found is not None else at + timedelta(days=2)
    assert found is None or not is_quiet(hours, zone, found)
    minute = at
    while minute < end:
        assert is_quiet(hours, zone, minute)
        minute += MINUTE


@given(
    st.sampled_from(["survey", "advertising"]),
    st.sampled_from(["sms", "email"]),
    ZONES,
    st.sampled_from(["KR", "US", "DE", "BR"]),
    st.dictionaries(
        st.sampled_from(["advertising", "night", "survey"]),
        st.booleans() | MOMENTS.map(lambda at: at.replace(year=2024)),
    ),
    HOURS,
    MOMENTS,
)
def test_whoever_waits_may_be_written_to_then(
    purpose: str, channel: str, zone: str, country: str, decisions: dict, hours: list[Quiet], at: datetime
) -> None:
    recipient = person(zone, country, **({"advertising": None} | decisions))
    verdict = look(purpose, channel, recipient, hours, at=at)
    if isinstance(verdict, Wait):
        assert verdict.at > at
        assert look(purpose, channel, recipient, hours, at=verdict.at) == Allowed()
        assert look(purpose, channel, recipient, hours, at=verdict.at - MINUTE) != Allowed()
