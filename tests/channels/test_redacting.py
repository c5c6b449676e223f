"""No address of a customer in what providers say."""

from time import perf_counter

import pytest

from voc.channels.redacting import redacted


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 5.1.1 <kim@example.test>: user unknown", "550 5.1.1 <•••@•••>: user unknown"),
        ("The 'To' number +1 (415) 555-2671 is not valid.", "The 'To' number ••• is not valid."),
        ("010-1234-5678 수신거부", "••• 수신거부"),
        ("821012345678: refused", "•••: refused"),
        ("Bearer sk-proj-abcdefghijklmnop1234567890abcd refused", "Bearer [KEY] refused"),
        ("수취인: 김민지, 서울특별시 강남구 테헤란로 152 3층", "수취인: [NAME], [ADDRESS]"),
        ("kim＠example.test: 없는 주소", "[EMAIL]: 없는 주소"),
        ("HTTP 503: try later, 21610", "HTTP 503: try later, 21610"),
        ("queued as 4BZ9F1XKQ2", "queued as 4BZ9F1XKQ2"),
        ("5.7.1 relaying denied", "5.7.1 relaying denied"),
    ],
)
def test_contacts_are_taken_out_and_the_rest_stays(said: str, kept: str) -> None:
    assert redacted(said) == kept


@pytest.mark.parametrize("said", ["a@" * 100_000, "a" * 200_000, "1 " * 100_000, "a.@" * 60_000, "-1" * 100_000])
def test_nobody_can_keep_us_busy_with_what_they_say(said: str) -> None:
    began = perf_counter()
    redacted(said)
    assert perf_counter() - began < 1
