"""Every sentence of ours, by what it does."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

_EN = {
    "scale": "Reply {low}-{high}: {low} = {worst}, {high} = {best}.",
    "one": "Reply with a number.",
    "one_letter": "Reply with a letter.",
    "several": "Reply with all that apply, such as {example}.",
    "order": "Reply with all of them in your order, first choice first, such as {example}.",
    "named": 'Reply with your choice, such as "{example}".',
    "other": "Other (in your own words)",
    "text": "Reply in your own words.",
    "consent": "Reply YES or NO.",
    "number": "Reply with a number.",
    "number_of": "Reply with a number ({unit}).",
    "date": "Reply with a date, such as {example}.",
    "email": "Reply with an e-mail address.",
    "phone": "Reply with a phone number.",
    "url": "Reply with a web address.",
    "contact": "Reply with your {field}.",
    "optional": "Reply SKIP to leave it out.",
    "yes": "Yes",
    "no": "No",
    "skip": "Skip",
    "not_understood": "Sorry, we did not understand that.",
    "heard": "Thank you, we have passed that on.",
    "needed": "This one needs an answer.",
    "other_needed": "Please write it in your own words.",
    "too_long": "Please use at most {limit} characters.",
    "too_short": "A few more words, please: at least {limit} characters.",
    "at_least": "Please choose at least {limit}.",
    "at_most": "Please choose at most {limit}.",
    "declined": "All right, then we stop here. Thank you.",
    "reminder": "A short reminder: your answer would help us.",
    "link": "You can go on here: {link}",
    "no_link": "We leave it at that. Thank you for your time.",
    "thanks": "Thank you! Your answers have arrived.",
    "closed": "This survey is closed. Thank you; we have passed your message on.",
    "full": "This survey has closed meanwhile. Thank you for your time.",
    "help": "{sender}: reply to our question with a number or in your own words. Reply STOP to get no more messages, "
    "START to get them again.",
    "stopped": "{sender}: as you asked on {date}, you will get no more messages here. Reply START to get them again.",
    "started": "{sender}: as you asked on {date}, you will get messages here again. Reply STOP to end them.",
    "us": "We",
}
_KO = {
    "scale": "{low}~{high} 중 숫자로 답해 주세요. ({low}: {worst}, {high}: {best})",
    "one": "번호로 답해 주세요.",
    "one_letter": "알파벳으로 답해 주세요.",
    "several": "해당하는 것을 모두 골라 {example}처럼 답해 주세요.",
    "order": "1순위부터 순서대로 모두 {example}처럼 답해 주세요.",
    "named": "‘{example}’처럼 이름으로 답해 주세요.",
    "other": "기타 (직접 써 주세요)",
    "text": "자유롭게 써 주세요.",
    "consent": "네 또는 아니요로 답해 주세요.",
    "number": "숫자로 답해 주세요.",
    "number_of": "숫자로 답해 주세요. (단위: {unit})",
    "date": "{example}처럼 날짜로 답해 주세요.",
    "email": "이메일 주소로 답해 주세요.",
    "phone": "전화번호로 답해 주세요.",
    "url": "웹 주소로 답해 주세요.",
    "contact": "{field} 부탁드려요.",
    "optional": "넘어가려면 ‘건너뛰기’라고 보내 주세요.",
    "yes": "네",
    "no": "아니요",
    "skip": "건너뛰기",
    "not_understood": "죄송해요, 잘 이해하지 못했어요.",
    "heard": "말씀 감사합니다. 담당자에게 전했어요.",
    "needed": "이 질문은 꼭 답해 주셔야 해요.",
    "other_needed": "어떤 내용인지 직접 써 주세요.",
    "too_long": "{limit}자까지만 써 주세요.",
    "too_short": "조금만 더 자세히 써 주세요. ({limit}자 이상)",
    "at_least": "{limit}개 이상 골라 주세요.",
    "at_most": "{limit}개까지만 골라 주세요.",
    "declined": "네, 여기서 마칠게요. 감사합니다.",
    "reminder": "아직 답변을 기다리고 있어요. 잠깐이면 돼요.",
    "link": "여기에서 이어서 답하실 수 있어요: {link}",
    "no_link": "여기까지만 여쭤볼게요. 시간 내 주셔서 감사합니다.",
    "thanks": "감사합니다! 답변이 잘 도착했어요.",
    "closed": "설문이 마감됐어요. 보내 주신 말씀은 담당자에게 전했어요. 감사합니다.",
    "full": "그사이 설문이 마감됐어요. 시간 내 주셔서 감사합니다.",
    "help": "[{sender}] 질문에 숫자나 글로 답해 주세요. 그만 받으시려면 ‘수신거부’, 다시 받으시려면 ‘수신동의’라고 "
    "보내 주세요.",
    "stopped": "[{sender}] {date} 요청하신 수신거부를 처리했어요. 이제 메시지를 보내지 않아요. 다시 받으시려면 "
    "‘수신동의’라고 보내 주세요.",
    "started": "[{sender}] {date} 수신동의를 처리했어요. 그만 받으시려면 ‘수신거부’라고 보내 주세요.",
    "us": "고객의 소리",
}
ENDS = {
    "en": {
        "nps": ("not at all likely", "extremely likely"),
        "csat": ("very dissatisfied", "very satisfied"),
        "ces": ("strongly disagree", "strongly agree"),
        "rating": ("lowest", "highest"),
    },
    "ko": {
        "nps": ("전혀 추천하지 않아요", "꼭 추천할게요"),
        "csat": ("매우 불만족", "매우 만족"),
        "ces": ("전혀 그렇지 않아요", "매우 그래요"),
        "rating": ("가장 낮음", "가장 높음"),
    },
}
"""What the ends of a scale mean where its author does not say."""
FIELDS = {
    "en": {
        "name": "name",
        "email": "e-mail address",
        "phone": "phone number",
        "company": "company",
        "address": "address",
    },
    "ko": {"name": "성함", "email": "이메일 주소", "phone": "전화번호", "company": "회사 이름", "address": "주소"},
}
_SEOUL = timedelta(hours=9)
"""Korea keeps no summer time."""
_WORDS: Mapping[str, Mapping[str, str]] = {"en": _EN, "ko": _KO}


def known(language: str) -> str:
    """The language of ours that stands beside the survey's."""
    base = language.split("-")[0].lower()
    return base if base in _WORDS else "en"


def day(language: str, at: datetime) -> date:
    """The day that it is for whom we speak to: in Korea's time zone in Korean, else in UTC."""
    return (at + _SEOUL if known(language) == "ko" else at).date()


def say(language: str, name: str, **values: object) -> str:
    """A sentence of ours."""
    return _WORDS[known(language)][name].format(**values)
