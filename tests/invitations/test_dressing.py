"""What stands at the start and at the end of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.invitations.dressing import Dressed, NoWayOut, Sender, dress
from voc.invitations.regions import region_of
from voc.invitations.zones import country_of, zone_of

SHOP = Sender(name="한빛전자", contact="02-123-4567", postal_address="서울 중구 1", opt_out_number="080-123-4567")
LINK = "https://voc.test/u/t"


def dressed(text: str, purpose: str, channel: str, country: str, language: str = "ko", **more: object) -> Dressed:
    subject = more.pop("subject", "새 소식" if channel == "email" else None)
    return dress(
        text,
        subject=subject,  # type: ignore[arg-type]
        purpose=purpose,
        channel=channel,
        region=region_of(country),
        sender=SHOP,
        language=language,
        **({"opt_out_link": LINK} | more),  # type: ignore[arg-type]
    )


def test_korean_advertising_by_text_message() -> None:
    found = dressed("여름 할인이에요", "advertising", "sms", "KR")
    lines = found.text.splitlines()
    assert lines == ["(광고) [한빛전자] 여름 할인이에요", "한빛전자 · 문의 02-123-4567", "무료 수신거부 080-123-4567"]
    assert found.subject is None


def test_korean_advertising_by_mail_is_labelled_in_its_subject_and_refused_in_two_languages() -> None:
    found = dressed("여름 할인이에요", "advertising", "email", "KR")
    assert found.subject == "(광고) 새 소식"
    assert found.text.splitlines() == [
        "여름 할인이에요",
        "한빛전자 · 문의 02-123-4567 · 서울 중구 1",
        f"무료 수신거부 {LINK}",
        f"Unsubscribe free of charge: {LINK}",
    ]


def test_the_label_is_korean_in_english_advertising_too() -> None:
    assert dressed("Summer sale", "advertising", "sms", "KR", "en").text.startswith("(광고) [한빛전자] Summer sale\n")


def test_other_countries_have_no_label_and_the_same_end() -> None:
    found = dressed("Summer sale", "advertising", "sms", "DE", "en", opt_out_link=None).text
    assert found == "Summer sale\n한빛전자 · Contact 02-123-4567\nUnsubscribe free of charge: 080-123-4567"


@pytest.mark.parametrize(
    ("channel", "country", "can_answer", "end"),
    [
        ("sms", "KR", True, ""),
        ("sms", "US", True, "\nReply STOP to opt out."),
        ("sms", "US", False, f"\nUnsubscribe free of charge: {LINK}"),
        ("email", "KR", False, f"\nUnsubscribe free of charge: {LINK}"),
        ("kakao", "KR", True, ""),
    ],
)
def test_a_survey_is_no_advertising(channel: str, country: str, can_answer: bool, end: str) -> None:
    found = dressed("How was it?", "survey", channel, country, "en", can_answer=can_answer)
    assert found.text == "How was it?" + end
    assert found.subject == ("새 소식" if channel == "email" else None)


def test_advertising_without_a_way_to_refuse_it_is_none() -> None:
    with pytest.raises(NoWayOut):
        dress("x", purpose="advertising", channel="sms", region=region_of("KR"), sender=Sender(name="S"), language="ko")


@given(
    st.text(max_size=80),
    st.sampled_from(["survey", "advertising"]),
    st.sampled_from(["sms", "email", "kakao"]),
    st.sampled_from(["KR", "US", "DE", "BR"]),
    st.sampled_from(["ko", "en", "ja"]),
)
def test_dressing_twice_changes_nothing(text: str, purpose: str, channel: str, country: str, language: str) -> None:
    once = dressed(text, purpose, channel, country, language)
    assert dressed(once.text, purpose, channel, country, language, subject=once.subject) == once
    if purpose == "advertising" and country == "KR":
        start = once.subject if channel == "email" else once.text
        assert start is not None
        assert start.startswith("(광고) ")
        assert start.count("(광고)") == 1 + (text if channel != "email" else "").lstrip().removeprefix("(광고)").count(
            "(광고)"
        )


@pytest.mark.parametrize(
    ("told", "phone", "zone"),
    [
        ("Europe/Berlin", "+821012345678", "Europe/Berlin"),
        ("Mars/Base", "+821012345678", "Asia/Seoul"),
        (None, "+12125550123", "America/New_York"),
        (None, "+18005550123", "America/Chicago"),
        (None, None, "America/Chicago"),
        (7, "nonsense", "America/Chicago"),
    ],
)
def test_whose_clock_counts(told: object, phone: str | None, zone: str) -> None:
    assert zone_of(told, phone, "America/Chicago") == zone


@pytest.mark.parametrize(
    ("told", "phone", "country"),
    [("kr", "+12125550123", "KR"), (None, "+821012345678", "KR"), ("Korea", None, "DE"), (None, "+999", "DE")],
)
def test_whose_law_counts(told: object, phone: str | None, country: str) -> None:
    assert country_of(told, phone, "DE") == country
