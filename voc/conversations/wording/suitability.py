"""Which surveys can be held as a conversation; pure."""

from voc.conversations.wording.asking import can_ask
from voc.surveys.definition import Definition
from voc.values import Value


class Suitability(Value):
    """What a message cannot ask.

    A survey fits when a conversation gets somewhere: something is asked before a page is needed. Statements are said
    with the next question. Branching, recall and required answers work as they do everywhere.
    """

    fits: bool
    left_out: tuple[str, ...]
    """Optional questions that a message cannot ask: they are passed over."""
    by_link: tuple[str, ...]
    """Required ones: whoever comes to one is sent the link and goes on there."""


def suitability(definition: Definition) -> Suitability:
    """How much of a survey a conversation can ask."""
    asking = [question for question in definition.questions if question.is_asking]
    hard = [question for question in asking if not can_ask(question)]
    by_link = tuple(question.id for question in hard if question.required)
    first = next((question for question in asking if can_ask(question) or question.required), None)
    return Suitability(
        fits=first is not None and can_ask(first),
        left_out=tuple(question.id for question in hard if not question.required),
        by_link=by_link,
    )
