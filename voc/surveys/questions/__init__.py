"""The types of question, a file each: what an answer is, when it fits, how it reads.

A new type is one file here and one line in `TYPES`; the widget has a file of the same name.
"""

from typing import Annotated

from pydantic import Field

from voc.surveys.questions.base import QuestionBase, is_blank
from voc.surveys.questions.ces import CesQuestion
from voc.surveys.questions.consent import ConsentQuestion
from voc.surveys.questions.contact import ContactQuestion
from voc.surveys.questions.csat import CsatQuestion
from voc.surveys.questions.date import DateQuestion
from voc.surveys.questions.dropdown import DropdownQuestion
from voc.surveys.questions.email import EmailQuestion
from voc.surveys.questions.file import FileQuestion
from voc.surveys.questions.matrix import MatrixQuestion
from voc.surveys.questions.multiple import MultipleQuestion
from voc.surveys.questions.nps import NpsQuestion
from voc.surveys.questions.number import NumberQuestion
from voc.surveys.questions.phone import PhoneQuestion
from voc.surveys.questions.picture import PictureQuestion
from voc.surveys.questions.ranking import RankingQuestion
from voc.surveys.questions.rating import RatingQuestion
from voc.surveys.questions.single import SingleQuestion
from voc.surveys.questions.statement import StatementQuestion
from voc.surveys.questions.text import TextQuestion
from voc.surveys.questions.url import UrlQuestion

TYPES: dict[str, type[QuestionBase]] = {
    "nps": NpsQuestion,
    "csat": CsatQuestion,
    "ces": CesQuestion,
    "rating": RatingQuestion,
    "single": SingleQuestion,
    "multiple": MultipleQuestion,
    "dropdown": DropdownQuestion,
    "text": TextQuestion,
    "email": EmailQuestion,
    "phone": PhoneQuestion,
    "url": UrlQuestion,
    "number": NumberQuestion,
    "date": DateQuestion,
    "matrix": MatrixQuestion,
    "ranking": RankingQuestion,
    "picture": PictureQuestion,
    "consent": ConsentQuestion,
    "contact": ContactQuestion,
    "file": FileQuestion,
    "statement": StatementQuestion,
}
"""Every type by its name, in the order that an author is offered them."""

Question = Annotated[
    NpsQuestion
    | CsatQuestion
    | CesQuestion
    | RatingQuestion
    | SingleQuestion
    | MultipleQuestion
    | DropdownQuestion
    | TextQuestion
    | EmailQuestion
    | PhoneQuestion
    | UrlQuestion
    | NumberQuestion
    | DateQuestion
    | MatrixQuestion
    | RankingQuestion
    | PictureQuestion
    | ConsentQuestion
    | ContactQuestion
    | FileQuestion
    | StatementQuestion,
    Field(discriminator="type"),
]
"""Any question; `type` says which."""

__all__ = ["TYPES", "Question", "QuestionBase", "is_blank"]
