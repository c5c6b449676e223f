"""Sentences of our own, made from patterns, for what the public sets lack: real questions to a
company, wishes, talk that is no feedback at all, and complaints and thanks that state what happened
without a word of feeling: app reviews shout, and customers of a shop report."""

from __future__ import annotations

from itertools import product

from ml.train.corpora import Example

_WEIGHT = 0.3
_REPORT_WEIGHT = 0.75
"""Korean reports: nothing else stands against the comments that are fitted as `other`."""

_EN_THINGS = [
    "my order",
    "my refund",
    "the delivery",
    "my account",
    "my subscription",
    "the invoice",
    "the app",
    "my booking",
    "the discount code",
    "the return label",
    "my password",
    "the warranty",
    "the store",
    "customer support",
    "my flight",
    "the size chart",
    "the free trial",
    "my points",
]
_EN_QUESTIONS = [
    "When will {} be ready?",
    "Where can I find {}?",
    "How do I change {}?",
    "Is {} still available?",
    "Can you tell me more about {}?",
    "What happened to {}?",
    "Do you know when {} arrives?",
    "Who do I contact about {}?",
    "Any update on {}?",
    "How long does {} take?",
    "what's the status of {}",
    "can I use {} abroad?",
    "does {} cost extra?",
    "is it possible to transfer {} to someone else?",
    "how can i reach someone about {}?",
]
_EN_WISHES = [
    "Please add an option for {}.",
    "It would be great if I could manage {} from my phone.",
    "I wish there was a way to share {}.",
    "You should let us rename {}.",
    "Could you add a filter for {}?",
    "Suggestion: show {} on the first page.",
    "Would love to see {} in the calendar.",
    "Consider adding reminders about {}.",
]
_EN_CHATTER = [
    "use my code for {} and get ten dollars",
    "I will look at {} tomorrow",
    "this is about {}",
    "I use it for {}",
    "just installed it because of {}",
    "my cousin told me about {}",
    "we were on the way home with {}",
    "ok so {}",
    "follow me for news on {}",
    "testing {} 123",
    "I have had {} since last year",
    "headed there with {} now",
]

_EN_SUBJECTS = [
    "the parcel",
    "my order",
    "the driver",
    "the box",
    "the refund",
    "the website",
    "the app",
    "the invoice",
    "the replacement",
    "the bag",
    "the email",
    "the room",
    "the technician",
    "the ticket",
    "the product",
    "the meal",
]
_EN_THANKS = [
    "{} came earlier than promised and in perfect shape.",
    "Asked about {} and had a friendly answer within minutes.",
    "{} was handled with care, thank you.",
    "We have never had a problem with {}.",
    "{} makes my week so much easier.",
    "Whoever looked after {} deserves a raise.",
    "{} was even better than the last time.",
    "My family looks forward to {} every week.",
]

_KO_SUBJECTS = [
    "택배",
    "주문",
    "기사님",
    "상자",
    "환불",
    "홈페이지",
    "앱",
    "영수증",
    "교환 상품",
    "포장",
    "안내 문자",
    "객실",
    "상담원",
    "예약",
    "제품",
    "음식",
]
_KO_FACTS = [
    "{} 약속한 시간보다 두 시간 늦게 왔습니다",
    "어제 온다던 {} 아직도 소식이 없네요",
    "이번 달만 세 번째 {} 잘못됐어요",
    "{} 열어 보니 시킨 것 중에 하나가 없더라고요",
    "{} 바뀐다는 말을 아무도 안 해 줬어요",
    "{} 완료라고 뜨는데 일주일째 그대로입니다",
    "{} 때문에 전화를 두 번 했는데 아는 사람이 없대요",
    "결국 {} 안 와서 밖에 나가서 다시 샀습니다",
    "{} 비 맞은 채로 놓여 있었어요",
    "작은 거 하나인데 {} 비닐이 한가득이라 버리는 게 일이에요",
    "{} 매번 처음부터 다시 입력하게 만드네요",
    "{} 사진이랑 전혀 다른 게 왔습니다",
]
_KO_THANKS = [
    "{} 약속보다 일찍 왔고 상태도 완벽했어요",
    "{} 문의했더니 바로 친절하게 답해 주셨어요",
    "{} 꼼꼼하게 챙겨 주셔서 감사합니다",
    "{} 한 번도 실망한 적이 없어요",
    "{} 덕분에 한 주가 편해졌습니다",
    "{} 담당하신 분 칭찬해 주세요",
    "{} 지난번보다 더 좋았어요",
    "온 가족이 {} 기다려요",
]

_KO_THINGS = [
    "주문",
    "환불",
    "배송",
    "계정",
    "구독",
    "영수증",
    "앱",
    "예약",
    "할인 쿠폰",
    "반품",
    "비밀번호",
    "보증 기간",
    "매장",
    "상담",
    "적립금",
    "사이즈",
    "무료 체험",
    "회원 등급",
    "알림",
    "결제 수단",
]
_KO_QUESTIONS = [
    "{} 언제 되나요?",
    "{} 어디서 확인하나요?",
    "{} 변경은 어떻게 하나요?",
    "{} 아직 가능한가요?",
    "{} 관련해서 문의드립니다",
    "{} 방법 좀 알려주세요",
    "{} 얼마나 걸릴까요?",
    "{} 따로 비용이 드나요",
    "{} 문의는 어디로 하면 되나요?",
    "{} 취소할 수 있나요?",
    "{} 왜 안 보이는 건가요?",
    "혹시 {} 되는지 궁금합니다",
]
_KO_WISHES = [
    "{} 기능도 추가해 주세요",
    "{} 목록을 정렬할 수 있으면 좋겠어요",
    "{} 알림을 끌 수 있게 해주세요",
    "{} 화면을 예전처럼 되돌려 주세요",
    "{} 검색도 됐으면 합니다",
    "{} 선택지를 늘려주시면 감사하겠습니다",
    "{} 쪽에 필터가 있으면 편할 것 같아요",
    "건의합니다 {} 다크모드 지원해 주세요",
]
_KO_CHATTER = [
    "추천인 코드 {} 입력하세요",
    "{} 때문에 깔아봤어요",
    "내일 {} 하러 갑니다",
    "친구가 {} 알려줌",
    "{} 이야기 중입니다",
    "아직 {} 안 해봤어요",
    "{} 써보고 나중에 쓸게요",
    "그냥 {} 하는 중",
    "{} 작년부터 쓰는 중",
    "우리 동네 {} 생겼다",
]


def english() -> list[Example]:
    """Questions, wishes, chatter and thanks; some hundreds. Plain complaints cost .01 on hand-labelled rows."""
    return [
        *_grown(_EN_THINGS, {"question": _EN_QUESTIONS, "idea": _EN_WISHES, "other": _EN_CHATTER}),
        *_grown(_EN_SUBJECTS, {"praise": _EN_THANKS}),
    ]


# what was good or bad, stated without a word of feeling; in parts of a text nothing else stands beside it
_KO_GOOD = (
    "배달은 빨랐|포장은 꼼꼼했|가격은 저렴했|값은 쌌|직원은 친절했|상담은 친절했|답변은 빨랐|처리는 신속했"
    "|화면은 깔끔했|디자인은 예뻤|설치는 쉬웠|사용법은 간단했|음식은 맛있었|방은 깨끗했|위치는 좋았|품질은 좋았"
    "|맛은 있었"
    "|사이즈는 잘 맞았|환불은 금방 됐|속도는 빨라졌|소리는 깨끗했|재질은 부드러웠|예약은 편했|매장은 넓었|설명은 자세했"
)
_KO_BAD = (
    "배송은 늦었|배달은 느렸|포장은 엉망이었|가격은 비쌌|값은 올랐|직원은 불친절했|상담은 불친절했|답변은 없었"
    "|처리는 느렸"
    "|화면은 복잡했|디자인은 촌스러웠|설치는 어려웠|사용법은 복잡했|음식은 식었|방은 더러웠|위치는 멀었|품질은 나빴"
    "|맛은 없었"
    "|사이즈는 작았|환불은 안 됐|속도는 느려졌|소리는 끊겼|재질은 거칠었|예약은 불편했|매장은 좁았|설명은 부족했"
)
_KO_STATED = ["{}다", "{}어요", "{}습니다", "{}네요"]


def korean() -> list[Example]:
    """The same in Korean, and plain reports of what went wrong."""
    return [
        *_grown(_KO_THINGS, {"question": _KO_QUESTIONS, "idea": _KO_WISHES, "other": _KO_CHATTER}),
        *_grown(_KO_SUBJECTS, {"complaint": _KO_FACTS, "praise": _KO_THANKS}, _REPORT_WEIGHT),
        *_grown(_KO_GOOD.split("|"), {"praise": _KO_STATED}, _REPORT_WEIGHT),
        *_grown(_KO_BAD.split("|"), {"complaint": _KO_STATED}, _REPORT_WEIGHT),
    ]


def _grown(things: list[str], patterns: dict[str, list[str]], weight: float = _WEIGHT) -> list[Example]:
    return [
        Example(pattern.format(thing), kind, weight, "phrases")
        for kind, own in patterns.items()
        for pattern, thing in product(own, things)
    ]
