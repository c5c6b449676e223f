"""Whether somebody asks something; pure."""

import re

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


def is_question(text: str) -> bool:
    """Whether somebody may want to know something: told by words, since nobody waits for a model here.

    It finds more than there are; an answer is offered only where a known question is near as well.
    """
    return bool(_ASKS.search(text[:MOST_CHARACTERS].strip()))
