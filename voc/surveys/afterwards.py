"""What a survey's thanks go on with for those who wrote something; pure."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from voc.surveys.texts import Text
from voc.values import Value

QUESTION_LIMIT_CHARACTERS = 200
"""Of a question back, in one language."""
_PERSONAL = re.compile(
    r"\b(?:e-?mails?|phone|telephone|mobile number|(?:home|postal|street|mailing|your) address|"
    r"(?:full|first|last|your) name|date of birth|birth ?(?:day|date)|passport|social security|ssn|"
    r"(?:card|account|id) number|password|pin code)\b|"
    r"전화\s?번호|휴대폰\s?번호|핸드폰\s?번호|연락처|메일|(?<!웹)(?<!웹 )(?<!인터넷)(?<!인터넷 )주소(?!창)|"
    r"성함|이름|생년월일|생일|주민\s?등록|여권|카드\s?번호|계좌|비밀번호",
    re.IGNORECASE,
)


def asks_for_personal_data(text: str) -> bool:
    """Whether a question wants to know who somebody is or how to reach them; told by words, rather too often."""
    return bool(_PERSONAL.search(text))


def _harmless(text: dict[str, str]) -> dict[str, str]:
    if any(len(words) > QUESTION_LIMIT_CHARACTERS for words in text.values()):
        raise ValueError(f"is longer than {QUESTION_LIMIT_CHARACTERS} characters")
    if any(asks_for_personal_data(words) for words in text.values()):
        raise ValueError("asks for personal data, which nobody has to give to be heard")
    return text


class AfterThanks(Value):
    """For those who wrote something. The survey is over by then."""

    answers: bool = True
    """Whether a question of theirs gets the approved answer that the workspace has published."""
    follow_up: Literal["missing", "own", "none"] = "missing"
    """One question back about a complaint: for the detail that is missing, in the author's own words, or none."""
    question: Annotated[Text, AfterValidator(_harmless)] | None = None
    """The author's own words; it may ask for no personal data."""
