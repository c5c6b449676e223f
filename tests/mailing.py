"""Surveys, links and a reader of the e-mails that invite to them."""

from html.parser import HTMLParser
from typing import Any

from voc.invitations.mail import Links
from voc.surveys.definition import Definition
from voc.surveys.schemas import PublishedSurvey

PAGE = "https://survey.example.com/i/tok3n"
LINKS = Links(
    answer=lambda value: f"{PAGE}?a={value}&x=<1>",
    survey=PAGE,
    unsubscribe="https://survey.example.com/u/tok3n",
    pixel=f"{PAGE}/seen",
    honeypot=f"{PAGE}/h",
)
QUESTIONS: dict[str, dict[str, Any]] = {
    "nps": {"id": "q", "type": "nps", "text": {"en": "How likely?", "ko": "추천하시겠어요?"}},
    "csat": {"id": "q", "type": "csat", "text": {"en": "Satisfied?", "ko": "만족하셨나요?"}},
    "ces": {"id": "q", "type": "ces", "text": {"en": "It was easy.", "ko": "쉬웠어요."}},
    "rating": {"id": "q", "type": "rating", "text": {"en": "How good?", "ko": "어땠나요?"}},
    "rating 2": {"id": "q", "type": "rating", "scale": 2, "look": "thumbs", "text": {"en": "Good?", "ko": "좋았나요?"}},
    "rating 10": {
        "id": "q",
        "type": "rating",
        "scale": 10,
        "look": "numbers",
        "text": {"en": "Good?", "ko": "좋았나요?"},
    },
    "single": {
        "id": "q",
        "type": "single",
        "text": {"en": "Why us?", "ko": "왜 저희였나요?"},
        "choices": [
            {"id": "price", "text": {"en": "The price & more", "ko": "가격이요"}},
            {"id": "taste", "text": {"en": "The taste", "ko": "맛이요"}},
        ],
    },
    "text": {"id": "q", "type": "text", "text": {"en": "What else?", "ko": "더 하실 말씀은요?"}},
}
ANSWERS = {
    "nps": [str(score) for score in range(11)],
    "csat": list("12345"),
    "ces": list("1234567"),
    "rating": list("12345"),
    "rating 2": list("12"),
    "rating 10": [str(score) for score in range(1, 11)],
    "single": ["price", "taste"],
    "text": [],
}
"""By question: what is offered, in order."""


def survey(question: str | dict[str, Any] = "nps", **fields: Any) -> PublishedSurvey:
    """A published survey that asks one question and why."""
    first = QUESTIONS[question] if isinstance(question, str) else question
    why = {"id": "why", "type": "text", "text": {"en": "Why?", "ko": "왜 그런가요?"}}
    definition = Definition.model_validate({"name": "After delivery", "questions": [first, why]} | fields)
    return PublishedSurvey(id="srv_1", workspace="ws_1", state="published", version=1, definition=definition)  # type: ignore[arg-type]


class Reader(HTMLParser):
    """What a program sees in HTML, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] != "style":
            self.text += data

    def attributes(self, tag: str) -> list[dict[str, str | None]]:
        """Of every such element."""
        return [found for name, found in self.tags if name == tag]

    @property
    def links(self) -> list[str]:
        """Where they lead."""
        return [str(found["href"]) for found in self.attributes("a")]
