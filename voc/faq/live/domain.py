"""Whether somebody asks something, and what they are asked back; pure."""

import re
from collections.abc import Sequence

MOST_CHARACTERS = 1_000
"""Of a text; nothing beyond decides."""
SURE = 0.6
"""Of its being a complaint: nobody is asked what went wrong who complained of nothing."""
_ASKS = re.compile(
    # endings of Korean questions, and what they ask by
    r"(?:나요|까요|가요|[은는인을]지요?|니까|느냐|려나요?)[\s.!~…]*(?:[?？]|$)|궁금|알려\s?(?:주|줘)|어떻게|어디|언제|얼마|"
    r"[?？]|"
    # English ones begin with a few words, or hold some
    r"^(?:hi|hello|hey)?[\s,.!]*(?:and |but |so |please )?(?:how|what|when|where|why|which|who)\b|"
    r"^(?:hi|hello|hey)?[\s,.!]*(?:can|could|may|do|does|did|is|are|will|would|should)\b|"
    r"\b(?:how (?:do|can|to|long|much|many)|is there|do you|can i|could you|(?:i )?wonder(?:ing)?)\b",
    re.IGNORECASE,
)  # fmt: skip
_ABOUT = {"en": "About “{}”: what happened just before?", "ko": "“{}” 말씀인데요, 그 직전에 어떤 상황이었나요?"}
_AT_ALL = {"en": "What were you trying to do when that happened?", "ko": "어떤 일을 하시던 중이었나요?"}


def is_question(text: str) -> bool:
    """Whether somebody may want to know something: told by words, since nobody waits for a model here.

    It finds more than there are; an answer is offered only where a known question is near as well.
    """
    return bool(_ASKS.search(text[:MOST_CHARACTERS].strip()))


def follow_up(text: str, keywords: Sequence[str], language: str) -> str:
    """One question about a complaint, in Korean or English, by a word that the customer used.

    Args:
        text: the complaint.
        keywords: of its theme, the weightiest first; what colleagues call a theme is not for customers.
        language: of the survey as it was shown.
    """
    spoken = "ko" if language.lower().startswith("ko") else "en"
    said = text.casefold()
    used = next((word for word in keywords if len(word) > 1 and word.casefold() in said), None)
    return _ABOUT[spoken].format(used) if used else _AT_ALL[spoken]
