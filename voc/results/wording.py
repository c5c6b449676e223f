"""What authors wrote, as it is read where no respondent is meant; pure."""

from collections.abc import Mapping

from voc.surveys.questions import QuestionBase
from voc.surveys.recall import recalled_by_nobody
from voc.surveys.texts import in_language

_LISTS = ("choices", "rows", "columns")


def title(text: Mapping[str, str] | None, language: str, otherwise: str = "") -> str:
    """A text in the reader's language, what it repeats of an answer replaced; `otherwise` where nothing is written."""
    return recalled_by_nobody(in_language(text, language)) or otherwise


def plain(question: QuestionBase) -> QuestionBase:
    """A question whose choices, rows and columns repeat nothing, so that answers read alike in every response.

    Only what the author wrote is changed: what respondents typed stands as they typed it.
    """
    lists = {name: getattr(question, name, ()) for name in _LISTS}
    changed = {
        name: [
            each.model_copy(update={"text": {code: recalled_by_nobody(words) for code, words in each.text.items()}})
            for each in entries
        ]
        for name, entries in lists.items()
        if entries
    }
    return question.model_copy(update=changed) if changed else question
