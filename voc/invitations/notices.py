"""What people are told of their own decisions, in their language; pure.

Two occasions: consent to advertising that has stood for long, and a refusal, or its end, that was carried out. Both
say who sends and the day of the decision, and lead to the page where it is changed.

Source:
    정보통신망법 시행령 제62조의2 (what was decided, when, and what became of it) and 제62조의3 (that consent was given,
    when, and how it is kept or withdrawn), https://www.law.go.kr/법령/정보통신망이용촉진및정보보호등에관한법률시행령
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from voc.channels.domain import Channel
from voc.channels.mime import unsubscribing
from voc.channels.outgoing import Content
from voc.clock import from_stamp
from voc.invitations.dressing import Sender
from voc.invitations.regions import ADVERTISING, NIGHT
from voc.values import Value

LANGUAGES = ("ko", "en")
_KO = {
    "subject": "[{sender}] 광고 수신동의 확인 안내",
    ADVERTISING: "{sender}에서 알려 드려요. {date}에 {way} 광고를 받는 데 동의하셨어요.",
    NIGHT: "밤 9시부터 다음 날 아침 8시 사이에 받는 데는 {date}에 동의하셨어요.",
    "kept": "계속 받으시려면 아무것도 하지 않으셔도 돼요.",
    "asked": "계속 받으시려면 알려 주세요. 알려 주지 않으시면 광고를 보내지 않아요.",
    "link": "동의를 유지하거나 철회하기: {link}",
    "reply": "답장으로도 알려 주실 수 있어요. 유지: ‘수신동의’, 철회: ‘수신거부’",
    "number": "무료 수신거부 {number}",
    "contact": "문의 {contact}",
    "answered": "[{sender}] 수신 설정 처리 안내",
    "all stopped": "{sender}: {date}에 요청하신 수신거부가 처리되었어요. "
    "{address}(으)로 더 이상 메시지를 보내지 않아요.",
    "survey stopped": "{sender}: {date}에 요청하신 수신거부가 처리되었어요. {way} 설문을 더 이상 보내지 않아요.",
    "survey again": "{sender}: {date}에 요청하신 대로 {way} 설문을 다시 보내 드려요.",
    "advertising stopped": "{sender}: {date}에 요청하신 수신동의 철회가 처리되었어요. "
    "{way} 광고를 더 이상 보내지 않아요.",
    "advertising again": "{sender}: {date}에 {way} 광고를 받는 데 동의하셨어요.",
    "change": "바꾸시려면: {link}",
}
_EN = {
    "subject": "[{sender}] Your consent to advertising",
    ADVERTISING: "{sender}: on {date} you agreed to receive advertising {way}.",
    NIGHT: "On {date} you agreed to receive it between 21:00 and 08:00, too.",
    "kept": "To keep receiving it you need not do anything.",
    "asked": "Please tell us if you want to keep receiving it. Unless you do, we send none.",
    "link": "Keep or withdraw your consent: {link}",
    "reply": "Or reply START to keep it, STOP to withdraw it.",
    "number": "Unsubscribe free of charge: {number}",
    "contact": "Contact {contact}",
    "answered": "[{sender}] Your choice was carried out",
    "all stopped": "{sender}: as you asked on {date}, nothing more is sent to {address}.",
    "survey stopped": "{sender}: as you asked on {date}, no more surveys are sent to you {way}.",
    "survey again": "{sender}: as you asked on {date}, surveys are sent to you {way} again.",
    "advertising stopped": "{sender}: as you asked on {date}, your consent is withdrawn: "
    "no more advertising is sent to you {way}.",
    "advertising again": "{sender}: on {date} you agreed to receive advertising {way}.",
    "change": "To change that: {link}",
}
_WORDS = {"ko": _KO, "en": _EN}
_WAYS = {
    Channel.email: {"ko": "이메일로", "en": "by e-mail"},
    Channel.sms: {"ko": "문자로", "en": "by text message"},
    Channel.messenger: {"ko": "메신저로", "en": "on Messenger"},
    Channel.instagram: {"ko": "인스타그램으로", "en": "on Instagram"},
    Channel.line: {"ko": "LINE으로", "en": "on LINE"},
    Channel.slack: {"ko": "슬랙으로", "en": "on Slack"},
}
REACHED = tuple(_WAYS)
"""Channels on which somebody can be written to who has not just written."""


class Agreement(Value):
    """Consent that somebody is reminded of."""

    given: Mapping[str, int]
    """By purpose, when: `voc.clock.stamp`s."""
    silence_confirms: bool
    zone: str
    """Whose days the dates are."""


def language_of(told: object, country: str | None) -> str:
    """The one of our languages that somebody reads.

    Args:
        told: what they are known to speak, such as `ko-KR`; anything.
        country: where they are, ISO 3166.
    """
    known = str(told or "").replace("_", "-").partition("-")[0].casefold()
    return known if known in LANGUAGES else "ko" if not known and country == "KR" else "en"


def reminder(
    agreement: Agreement, channel: Channel, sender: Sender, *, language: str, link: str, can_answer: bool
) -> Content:
    """The notice that consent stands, and how it is kept or withdrawn.

    Args:
        agreement: what they consented to.
        channel: that it is for, and by which the notice goes.
        sender: who sends.
        language: one of `LANGUAGES`.
        link: to the page where it is kept or withdrawn.
        can_answer: whether somebody reads an answer on this channel.
    """
    words, way = _WORDS[language], _WAYS[channel][language]
    lines = [
        words[purpose].format(sender=sender.name, way=way, date=_day(agreement.given[purpose], agreement.zone))
        for purpose in (ADVERTISING, NIGHT)
        if purpose in agreement.given
    ]
    lines += [words["kept" if agreement.silence_confirms else "asked"], words["link"].format(link=link)]
    if can_answer and channel != Channel.email:
        lines.append(words["reply"])
    return _content(lines, "subject", channel, sender, language=language, link=link)


def answer(
    scope: str, channel: Channel, sender: Sender, *, again: bool, address: str, at: int, zone: str, language: str,
    link: str,
) -> Content:  # fmt: skip
    """The word that what somebody asked for was carried out.

    Args:
        scope: `all`, `survey` or `advertising`.
        channel: that it is about, and by which the word goes.
        sender: who sends.
        again: whether they want it again; never of `all`.
        address: masked.
        at: when they asked; a `voc.clock.stamp`.
        zone: whose days the date is.
        language: one of `LANGUAGES`.
        link: to the page where it is changed.
    """
    words = _WORDS[language]
    said = words[f"{scope} {'again' if again else 'stopped'}"]
    named = {"sender": sender.name, "way": _WAYS[channel][language], "address": address, "date": _day(at, zone)}
    lines = [said.format(**named), words["change"].format(link=link)]
    return _content(lines, "answered", channel, sender, language=language, link=link)


def _content(
    lines: Sequence[str], subject: str, channel: Channel, sender: Sender, *, language: str, link: str
) -> Content:
    words = _WORDS[language]
    number = words["number"].format(number=sender.opt_out_number) if sender.opt_out_number else ""
    contact = words["contact"].format(contact=sender.contact) if sender.contact else ""
    text = "\n".join(filter(None, [*lines, number, contact]))
    if channel != Channel.email:
        return Content(text=text)
    return Content(text=text, subject=words[subject].format(sender=sender.name), headers=unsubscribing(link))


def _day(at: int, zone: str) -> str:
    moment: datetime = from_stamp(at).astimezone(ZoneInfo(zone))
    return moment.date().isoformat()
