"""What the law of a country asks of whoever writes to its people, as data; pure.

Sources:
    Korea: 정보통신망 이용촉진 및 정보보호 등에 관한 법률 제50조 (consent, 21:00–08:00, e-mail exempt by 시행령 제61조,
    labels by 시행령 별표 6), 제50조제7항 and 시행령 제62조의2 (refusals are answered within 14 days), 제50조제8항 and
    시행령 제62조의3 (consent is confirmed every two years; whoever does not object goes on agreeing),
    https://www.law.go.kr/법령/정보통신망이용촉진및정보보호등에관한법률
    European Economic Area: Directive 2002/58/EC, article 13, https://eur-lex.europa.eu/eli/dir/2002/58/oj
    United States: 47 CFR 64.1200(c)(1) (calls and texts between 8 a.m. and 9 p.m.) and 16 CFR 316 (e-mail: opt-out,
    postal address), https://www.ecfr.gov/current/title-47/section-64.1200
"""

from datetime import time

from voc.invitations.hours import Quiet
from voc.values import Value

MAIL = "email"
SURVEY, ADVERTISING, NIGHT = "survey", "advertising", "night"
"""Purposes of a message, and of a decision to receive it: advertising at night is decided separately."""
RESTS = Quiet(start=time(21), end=time(8))
"""The night of the law; notices of ours rest in it everywhere and on every channel."""


class Region(Value):
    """The rules that one country's law adds to a workspace's own."""

    name: str
    consent: frozenset[str] | None
    """Channels on which advertising needs consent; None for all."""
    consent_years: int | None = None
    """After so many years consent counts only if it was confirmed."""
    silence_confirms: bool = False
    """Whether consent goes on where its giver was told of it and does not object; else only where they say so."""
    answers_refusals: bool = False
    """Whether whoever refuses or withdraws is told so by a message; elsewhere the page says it."""
    night: Quiet | None = None
    """When advertising rests, unless somebody agreed to it at night."""
    night_exempt: frozenset[str] = frozenset()
    """Channels that are not heard at night."""
    label: str | None = None
    """At the very start of advertising, in whatever language it is written."""
    postal: frozenset[str] = frozenset()
    """Channels on which advertising names the sender's postal address."""
    opt_out_in_surveys: frozenset[str] = frozenset()
    """Channels on which surveys, too, say how to be left alone."""

    def asks_consent(self, channel: str) -> bool:
        """Whether advertising on this channel needs consent."""
        return self.consent is None or channel in self.consent


ELSEWHERE = Region(name="elsewhere", consent=None, opt_out_in_surveys=frozenset({"email", "sms"}))
"""Countries whose rules are not written down here: consent, sender, opt-out."""
KOREA = Region(
    name="kr",
    consent=None,
    consent_years=2,
    silence_confirms=True,
    answers_refusals=True,
    night=RESTS,
    night_exempt=frozenset({MAIL}),
    label="(광고)",
    opt_out_in_surveys=frozenset({"email"}),
)
EUROPE = Region(name="eea", consent=None, opt_out_in_surveys=frozenset({"email", "sms"}))
AMERICA = Region(
    name="us",
    consent=frozenset({"sms", "messenger", "instagram", "line", "slack", "kakao", "chat", "api"}),
    night=RESTS,
    night_exempt=frozenset({MAIL}),
    postal=frozenset({MAIL}),
    opt_out_in_surveys=frozenset({"email", "sms"}),
)
_EEA = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE",
    "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
REGIONS: dict[str, Region] = {"KR": KOREA, "US": AMERICA} | dict.fromkeys(_EEA, EUROPE)
"""By ISO 3166 country code."""


def region_of(country: str | None) -> Region:
    """The rules of a country."""
    return REGIONS.get((country or "").upper(), ELSEWHERE)
