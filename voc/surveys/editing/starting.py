"""What a new question says before its author says it better."""

from typing import Any

from voc.errors import NotFound
from voc.surveys.editing.wording import PLAIN_PICTURE, numbered, spoken

GROUPS: dict[str, tuple[str, ...]] = {
    "score": ("nps", "csat", "ces", "rating"),
    "choice": ("single", "multiple", "dropdown", "picture", "ranking", "matrix"),
    "words": ("text", "contact", "email", "phone", "url", "number", "date"),
    "other": ("consent", "file", "statement"),
}
"""Every type, as the picker groups them."""

_TEXTS: dict[str, tuple[str, str]] = {
    "nps": (
        "How likely are you to recommend us to a friend or colleague?",
        "저희를 친구나 동료에게 추천하실 마음이 얼마나 있으신가요?",
    ),
    "csat": ("How satisfied are you with us?", "저희 서비스에 얼마나 만족하셨나요?"),
    "ces": ("We made it easy for you to get this done.", "원하시던 일을 쉽게 마칠 수 있었나요?"),
    "rating": ("How would you rate us?", "몇 점을 주시겠어요?"),
    "single": ("Which of these fits best?", "어느 것이 가장 가까운가요?"),
    "multiple": ("Which of these apply?", "해당하는 것을 모두 골라 주세요."),
    "dropdown": ("Please choose one.", "하나를 골라 주세요."),
    "picture": ("Which picture do you like best?", "어느 그림이 가장 마음에 드세요?"),
    "ranking": ("What matters most to you? Put it first.", "중요한 순서대로 놓아 주세요."),
    "matrix": ("How do you find each of these?", "각 항목은 어떠셨나요?"),
    "text": ("What could we do better?", "무엇을 더 잘하면 좋을까요?"),
    "contact": ("How can we reach you?", "어떻게 연락드리면 될까요?"),
    "email": ("What is your e-mail address?", "이메일 주소를 알려 주시겠어요?"),
    "phone": ("What is your phone number?", "전화번호를 알려 주시겠어요?"),
    "url": ("Which page is it about?", "어느 페이지에 대한 이야기인가요?"),
    "number": ("How many?", "몇 개인가요?"),
    "date": ("When was that?", "언제였나요?"),
    "consent": ("May we contact you about your answers?", "답변에 대해 연락드려도 될까요?"),
    "file": ("Would you show us what you saw?", "보신 화면을 보여 주시겠어요?"),
    "statement": ("Thank you for being here.", "와 주셔서 고마워요."),
}
_ENDS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "nps": (("Not at all likely", "전혀 없어요"), ("Extremely likely", "아주 많아요")),
    "csat": (("Very dissatisfied", "매우 불만족해요"), ("Very satisfied", "매우 만족해요")),
    "ces": (("Strongly disagree", "전혀 아니에요"), ("Strongly agree", "정말 그래요")),
    "rating": (("Poor", "아쉬워요"), ("Excellent", "훌륭해요")),
}
_CONSENT = ("Yes, you may contact me.", "네, 연락하셔도 돼요.")
_COLUMNS = (("Poor", "아쉬워요"), ("All right", "괜찮아요"), ("Great", "좋아요"))


def new_question(type_: str, id_: str, languages: list[str]) -> dict[str, Any]:
    """A question of a type with words in the survey's languages, complete enough to be shown.

    Raises:
        NotFound: no such type.
    """
    if type_ not in _TEXTS:
        raise NotFound("There is no such type of question.", type=type_)
    question: dict[str, Any] = {"id": id_, "type": type_, "text": _pair(_TEXTS[type_], languages)}
    if type_ in _ENDS:
        low, high = _ENDS[type_]
        question |= {"low": _pair(low, languages), "high": _pair(high, languages)}
    return question | _particulars(type_, languages)


def _particulars(type_: str, languages: list[str]) -> dict[str, Any]:
    match type_:
        case "single" | "multiple" | "dropdown" | "ranking":
            return {"choices": _items("choices", 3, languages)}
        case "picture":
            return {"choices": [item | {"image": PLAIN_PICTURE} for item in _items("choices", 2, languages)]}
        case "matrix":
            columns = [
                {"id": f"column_{number}", "text": _pair(words, languages)}
                for number, words in enumerate(_COLUMNS, start=1)
            ]
            return {"rows": _items("rows", 2, languages), "columns": columns}
        case "consent":
            return {"label": _pair(_CONSENT, languages)}
        case "contact":
            return {"fields": [{"id": "name", "required": False}, {"id": "email", "required": True}]}
        case _:
            return {}


def _items(name: str, count: int, languages: list[str]) -> list[dict[str, Any]]:
    stem = name.removesuffix("s")
    return [{"id": f"{stem}_{number}", "text": numbered(name, number, languages)} for number in range(1, count + 1)]


def _pair(words: tuple[str, str], languages: list[str]) -> dict[str, str]:
    return spoken({"en": words[0], "ko": words[1]}, languages)
