"""Patterns, waits and signatures."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Verifier

from voc.webhooks.domain import (
    LONGEST_WAIT,
    SCHEDULE,
    delivery_id,
    event_id,
    retry_after,
    secret_of,
    signatures,
    wait,
    wants,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "type_", "taken"),
    [("*", "theme.created", True), ("theme.*", "theme.created", True), ("theme.created", "theme.created", True),
     ("backlog.*", "backlog.item.changed", True), ("backlog.item.*", "backlog.item.changed", True),
     ("theme.*", "themes.created", False), ("theme.created", "theme.created.again", False),
     ("backlog.item.*", "backlog.item", False), ("theme", "theme.created", False)],
)  # fmt: skip
def test_patterns_take_what_begins_like_them(pattern, type_, taken):
    assert wants(["never.this", pattern], type_) is taken


@given(st.integers(1, len(SCHEDULE) - 1), st.floats(0, 1), st.none() | st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_wait_is_the_planned_one_or_somewhat_longer_or_what_was_asked_for(tries, chance, asked):
    pause = wait(tries, chance=chance, asked=asked)
    assert pause is not None
    assert pause >= SCHEDULE[tries]
    assert pause >= min(asked or timedelta(0), LONGEST_WAIT)
    assert pause <= max(SCHEDULE[tries] * 1.1, min(asked or timedelta(0), LONGEST_WAIT))


def test_after_the_last_try_there_is_none():
    assert wait(len(SCHEDULE), chance=0, asked=timedelta(1)) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [(None, None), ("120", 120), (" 0 ", 0), ("99999999999999999999", 86_400), ("soon", None), ("-5", None), ("", None),
     ("Sun, 01 Mar 2026 12:01:00 GMT", 60), ("Sun, 01 Mar 2026 12:01:00 -0000", 60),
     ("Sun, 01 Mar 2026 11:00:00 GMT", 0), ("Fri, 99 Mar 2026 12:01:00 GMT", None), ("１２", None)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_a_date(value, seconds):
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(value, now=NOW) == expected


@given(st.lists(st.binary(min_size=24, max_size=64), min_size=1, max_size=2), st.text(max_size=200))
def test_every_secret_signs_as_an_independent_implementation_does(keys, text):
    secrets = [secret_of(key) for key in keys]
    body = text.encode("utf-8", "replace")
    expected = [Verifier(secret).sign("evt_1", NOW, body.decode()) for secret in secrets]
    assert signatures(secrets, "evt_1", NOW, body).split(" ") == expected


@given(st.text(max_size=20), st.text(max_size=20))
def test_ids_follow_from_what_happened_and_from_nothing_else(one, other):
    assert (event_id("w", "a.b", one) == event_id("w", "a.b", other)) is (one == other)
    assert event_id("w", "a.b", one) not in (event_id("x", "a.b", one), event_id("w", "a.c", one))
    assert delivery_id(one, "evt") == delivery_id(one, "evt")
