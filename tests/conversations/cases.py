"""What a message does, row by row: the state and the question it meets, the words, and what becomes of them.

A row: language, state before, question that waits, message; state after, question that waits then ("" for none),
answers that are new or changed, and words kept as feedback (None for none).
"""

from typing import Any

Row = tuple[str, str, str, str, str, str, dict[str, Any], str | None]
STATES = ("asked", "re-asked", "reminded")
OVER = ("none", "finished", "expired", "ended", "opted-out")


def answered(language: str, at: str, says: str, onward: str, answers: dict[str, Any], state: str = "asked") -> Row:
    """A message that is an answer."""
    return (language, state, at, says, "asked" if onward else "finished", onward, answers, None)


def again(language: str, at: str, says: str, aside: str | None = None, state: str = "asked") -> Row:
    """A message that is none: it is asked again."""
    return (language, state, at, says, "re-asked", at, {}, aside)


SCORES = [
    *(
        answered("en", "nps", says, "best", {"nps": 9})
        for says in ("9", "Nine!", "9/10", "9 out of 10", "a nine", " 9. ")
    ),
    *(answered("en", "nps", says, "best", {"nps": 10}) for says in ("ten", "10/10", "🔟", "ten out of ten", "10!!!")),
    *(
        answered("ko", "nps", says, "best", {"nps": 9})
        for says in ("9점", "구점", "아홉", "９", "9️⃣", "9점이요", "아홉 점")
    ),
    *(
        answered("ko", "nps", says, "best", {"nps": 10})
        for says in ("십 점", "열이요", "만점이요", "10점 만점에 10점", "10점ㅎㅎ")
    ),
    answered("en", "nps", "7", "best", {"nps": 7}, state="re-asked"),
    answered("ko", "nps", "칠점", "best", {"nps": 7}, state="reminded"),
    answered("en", "nps", "zero", "wrong", {"nps": 0}),
    answered("ko", "nps", "빵점", "wrong", {"nps": 0}),
    answered("en", "nps", "9 but slow", "fixed", {"nps": 9, "best": "slow"}),
    answered("ko", "nps", "9점인데 느려요", "fixed", {"nps": 9, "best": "느려요"}),
    answered("en", "nps", "9, the courier was kind", "fixed", {"nps": 9, "best": "the courier was kind"}),
    answered("ko", "nps", "느려서 3점", "wrong", {"nps": 3, "more": "느려서"}),
    answered("en", "nps", "Too slow, 4", "wrong", {"nps": 4, "more": "Too slow"}),
    answered("en", "stars", "★★★★", "days", {"stars": 4}),
    answered("en", "stars", "4/5", "days", {"stars": 4}),
    answered("ko", "stars", "별 다섯 개", "days", {"stars": 5}),
    answered("ko", "stars", "4점이요 친절했어요", "days", {"stars": 4, "more": "친절했어요"}),
    *(again("en", "nps", says) for says in ("8.5", "11", "-1", "8-9", "8 or 9", "100%", "4/5", "👍", "hm", "?")),
    *(again("ko", "nps", says) for says in ("8.5점", "11점", "8~9", "네", "ㅋㅋㅋ")),
    again("ko", "nps", "8점이나 9점", "8점이나 9점"),
    again("en", "nps", "where is my parcel?", "where is my parcel?"),
    again("ko", "nps", "제 택배 어디 있나요?", "제 택배 어디 있나요?"),
    again("en", "nps", "3 days late", "3 days late"),
    again("ko", "nps", "3일 늦었어요", "3일 늦었어요"),
    again("ko", "nps", "열 받아요", "열 받아요"),
    again("ko", "nps", "둘 다 좋아요", "둘 다 좋아요"),
    again("en", "nps", "skip"),
    again("ko", "nps", "건너뛰기"),
    again("en", "stars", "6"),
    again("en", "nps", "hm", state="reminded"),
    ("en", "re-asked", "nps", "where is my parcel?", "ended", "", {}, "where is my parcel?"),
    ("ko", "re-asked", "nps", "왜 이렇게 느린가요", "ended", "", {}, "왜 이렇게 느린가요"),
    ("en", "re-asked", "nps", "11", "re-asked", "nps", {}, None),
]
CHOICES = [
    *(
        answered("en", "fixed", says, "stars", {"fixed": "partly"})
        for says in ("2", "two", "b", "Partly", "part", "2.")
    ),
    *(
        answered("ko", "fixed", says, "stars", {"fixed": "partly"})
        for says in ("2", "2번", "2번이요", "일부만요", "일부")
    ),
    *(answered("en", "fixed", says, "stars", {"fixed": "yes"}) for says in ("yes", "yep", "Y", "1")),
    *(answered("ko", "fixed", says, "stars", {"fixed": "no"}) for says in ("아뇨", "아니요", "ㄴㄴ", "3번")),
    answered("en", "fixed", "Partly, the door sticks", "stars", {"fixed": "partly", "more": "the door sticks"}),
    answered("ko", "fixed", "2번 문이 뻑뻑해요", "stars", {"fixed": "partly", "more": "문이 뻑뻑해요"}),
    answered("en", "wrong", "1, 3", "fixed", {"wrong": ["late", "damaged"]}),
    answered("en", "wrong", "1,2 and 3", "fixed", {"wrong": ["late", "missing", "damaged"]}),
    answered("en", "wrong", "2 3", "fixed", {"wrong": ["missing", "damaged"]}),
    answered("ko", "wrong", "1번이랑 3번이요", "fixed", {"wrong": ["late", "damaged"]}),
    answered("ko", "wrong", "늦게 왔어요", "fixed", {"wrong": ["late"]}),
    answered("ko", "wrong", "모두", "fixed", {"wrong": ["late", "missing", "damaged"]}),
    answered("en", "wrong", "the courier was rude", "fixed", {"wrong": [{"other": "the courier was rude"}]}),
    answered("en", "wrong", "4 the courier was rude", "fixed", {"wrong": [{"other": "the courier was rude"}]}),
    answered("ko", "wrong", "기사님이 불친절해요", "fixed", {"wrong": [{"other": "기사님이 불친절해요"}]}),
    answered("en", "order", "2, 1, 3", "mail", {"order": ["speed", "price", "care"]}),
    answered("ko", "order", "321", "mail", {"order": ["care", "speed", "price"]}),
    answered("ko", "order", "친절, 가격, 속도", "mail", {"order": ["care", "price", "speed"]}),
    again("en", "fixed", "4"),
    again("en", "fixed", "maybe", "maybe"),
    again("en", "fixed", "when will you come?", "when will you come?"),
    again("en", "wrong", "4"),
    again("en", "wrong", "7"),
    again("en", "order", "1, 2"),
]
OTHERS = [
    answered("en", "days", "3", "day", {"days": 3}),
    answered("en", "days", "three", "day", {"days": 3}),
    answered("en", "days", "3 days", "day", {"days": 3}),
    answered("ko", "days", "3일이요", "day", {"days": 3}),
    again("en", "days", "90"),
    again("en", "days", "2.5"),
    answered("en", "day", "2026-02-27", "order", {"day": "2026-02-27"}),
    answered("en", "day", "yesterday", "order", {"day": "2026-03-01"}),
    answered("en", "day", "February 27th", "order", {"day": "2026-02-27"}),
    answered("ko", "day", "2월 27일", "order", {"day": "2026-02-27"}),
    answered("ko", "day", "어제요", "order", {"day": "2026-03-01"}),
    answered("ko", "day", "2/27", "order", {"day": "2026-02-27"}),
    again("en", "day", "3/4"),
    again("en", "day", "2026-02-30"),
    answered("en", "mail", "It is lee@example.com", "call", {"mail": "lee@example.com"}),
    again("ko", "mail", "몰라요", "몰라요"),
    *(answered("en", "call", says, "more", {"call": True}) for says in ("yes", "YES!", "ok", "sure")),
    *(answered("ko", "call", says, "more", {"call": True}) for says in ("네", "넵", "응", "ㅇㅇ", "네, 전화 주세요")),
    *(answered("en", "call", says, "more", {"call": False}) for says in ("no", "No.", "nope", "no thanks")),
    *(answered("ko", "call", says, "more", {"call": False}) for says in ("아니요", "아뇨 괜찮아요", "싫어요")),
    answered("ko", "call", "네, 오전에요", "", {"call": True, "more": "오전에요"}),
    answered("en", "best", "The courier was kind", "fixed", {"best": "The courier was kind"}),
    answered("en", "best", "don't stop, I love it", "fixed", {"best": "don't stop, I love it"}),
    answered("ko", "best", "거부감이 없어서 좋아요", "fixed", {"best": "거부감이 없어서 좋아요"}),
    answered("en", "more", "9", "", {"more": "9"}),
    answered("ko", "more", "배송이 빨랐어요", "", {"more": "배송이 빨랐어요"}, state="reminded"),
    again("en", "more", "long " * 30, "long " * 30),
    answered("en", "stars", "skip", "days", {}),
    answered("en", "best", "pass", "fixed", {}),
    answered("en", "more", "nothing", "", {}),
    answered("en", "more", "no", "", {}),
    answered("ko", "stars", "건너뛰기", "days", {}),
    answered("ko", "best", "패스", "fixed", {}),
    answered("ko", "more", "없어요", "", {}),
    answered("ko", "best", "딱히 없어요", "fixed", {}),
    answered("en", "fixed", "back", "best", {}),
    answered("ko", "fixed", "이전", "best", {}),
    answered("en", "nps", "back", "nps", {}),
]  # fmt: skip
STOPS = [
    ("en", state, at, says, "opted-out", "", {}, None)
    for state, at, says in [
        ("asked", "nps", "STOP"), ("re-asked", "nps", "stop."), ("reminded", "nps", "UNSUBSCRIBE"),
        ("asked", "best", "STOPALL"), ("asked", "fixed", "Cancel"), ("asked", "more", "End"), ("asked", "call", "quit"),
        ("finished", "", "OPTOUT"), ("expired", "", "REVOKE"), ("ended", "", "ARRET"), ("opted-out", "", "STOP"),
        ("none", "", "ＳＴＯＰ"), ("asked", "best", "Please stop texting me"), ("asked", "wrong", "opt out"),
        ("asked", "nps", "9, stop"), ("re-asked", "day", "STOP please"),
    ]
]  # fmt: skip
REFUSALS = [
    ("ko", state, at, says, "opted-out", "", {}, None)
    for state, at, says in [
        ("asked", "nps", "수신거부"), ("re-asked", "nps", "거부"), ("reminded", "best", "수신 거부합니다"),
        ("asked", "more", "그만 보내세요"), ("asked", "call", "거부합니다"), ("finished", "", "수신거부 해주세요"),
        ("expired", "", "【수신거부】"), ("none", "", "문자 보내지 마세요"), ("opted-out", "", "수신거부"),
        ("ended", "", "무료수신거부"),
    ]
]  # fmt: skip
COMMANDS = [
    *((lang, state, "nps", says, state, "nps", {}, None) for lang, says in (("en", "HELP"), ("ko", "도움말"))
      for state in STATES),
    *(("en", state, "", "info", state, "", {}, None) for state in OVER),
    ("en", "asked", "best", "Help!", "asked", "best", {}, None),
    ("en", "opted-out", "", "START", "none", "", {}, None),
    ("ko", "opted-out", "", "수신동의", "none", "", {}, None),
    ("en", "asked", "nps", "start", "asked", "nps", {}, None),
    ("ko", "asked", "best", "수신동의합니다", "asked", "best", {}, None),
]  # fmt: skip
AFTERWARDS = [
    ("en", "none", "", "My parcel is late", "none", "", {}, "My parcel is late"),
    ("ko", "none", "", "앱이 자꾸 꺼져요", "none", "", {}, "앱이 자꾸 꺼져요"),
    ("en", "none", "", "9", "none", "", {}, "9"),
    ("en", "finished", "", "Oh, and the box was wet", "finished", "", {}, "Oh, and the box was wet"),
    ("en", "finished", "", "Thanks!", "finished", "", {}, None),
    ("ko", "finished", "", "네 감사합니다", "finished", "", {}, None),
    ("ko", "finished", "", "그런데 상자가 젖었어요", "finished", "", {}, "그런데 상자가 젖었어요"),
    ("en", "expired", "", "9 but slow", "none", "", {}, "9 but slow"),
    ("ko", "expired", "", "9점이요", "none", "", {}, "9점이요"),
    ("en", "ended", "", "I still wait", "none", "", {}, "I still wait"),
    ("en", "opted-out", "", "And my refund?", "opted-out", "", {}, "And my refund?"),
    ("en", "finished", "", "", "finished", "", {}, None),
]
ROWS: list[Row] = [*SCORES, *CHOICES, *OTHERS, *STOPS, *REFUSALS, *COMMANDS, *AFTERWARDS]  # type: ignore[list-item]
