"""What the tabs of a survey have in common: the frame, the form's fields, and a link that undoes."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from litestar import Request
from litestar.response import Redirect, Template

from voc.surveys.schemas import SurveyOut
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.pages import page

ADDRESS_LIMIT_CHARACTERS = 4_000
Wrong = dict[str, str]
"""What does not fit: the field's name and a code that the macro `problem` puts into words."""


class TabForm(Form):
    """What every form of a tab sends."""

    revision: int | None = None
    """Of the survey that the form was filled in upon."""


def tab(
    request: Request[Any, Any, Any],
    survey: SurveyOut,
    current: str,
    context: Mapping[str, Any],
    *,
    fragment: str | None = None,
    wrong: Wrong | None = None,
) -> Template:
    """One tab of `survey`; what does not fit makes it a 422."""
    may_write = request.auth.may(Scope.write, Resource.surveys)
    around = {"survey": survey, "current": current, "may_write": may_write, "wrong": defaultdict(str, wrong or {})}
    return page(
        request, f"surveys/{current}.html", {**around, **context}, fragment=fragment, status=422 if wrong else 200
    )


def back_to(survey_id: str, current: str, **query: Any) -> Redirect:
    """To the tab again, after something was saved."""
    return Redirect(address(f"/surveys/{survey_id}/{current}", **query), status_code=303)


def address(path: str, **query: Any) -> str:
    """`path` with what is not None; a value that servers would refuse as too long is left out, and with it its undo."""
    pairs = [urlencode({name: value}) for name, value in query.items() if value is not None]
    words = "&".join(pair for pair in pairs if len(pair) <= ADDRESS_LIMIT_CHARACTERS)
    return path + (f"?{words}" if words else "")


def whole(text: str, low: int, high: int) -> int | None:
    """A whole number in the range; None where it is not one. Grouping by commas is understood."""
    digits = text.replace(",", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 12:
        return None
    return int(digits) if low <= int(digits) <= high else None


def amount(text: str, low: float, high: float) -> float | None:
    """A number in the range, with a point or a comma before its fraction; None where it is not one."""
    try:
        value = float(text.replace(",", ".").replace("%", "").strip())
    except ValueError:
        return None
    return value if low <= value <= high else None
