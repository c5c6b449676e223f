"""What the pages of results show; pure."""

from collections.abc import Mapping
from typing import Any

from voc.responses.schemas import ResponseOut
from voc.results import chart
from voc.results.filters import NAMES
from voc.results.schemas import Option, QuestionSummary, Results
from voc.results.wording import plain, title
from voc.surveys.definition import Definition

LABEL_CHARACTERS = 90
SCALES = ("nps", "csat", "ces", "rating")
CHOICES = ("single", "multiple", "dropdown", "picture", "date", "contact")


def results(found: Results, language: str, segments: Mapping[str, str]) -> dict[str, Any]:
    """The whole page's values; `segments`: names by id."""
    cards = [card(question, number, language) for number, question in enumerate(found.questions, start=1)]
    return {
        "started": found.started,
        "completed": found.completed,
        "completion": found.completion,
        "median_seconds": found.median_seconds,
        "headline": next((one for one in cards if one["headline"]), None),
        "chart": chart.columns(found.over_time, language),
        "monthly": bool(found.over_time) and len(found.over_time[0].period) == 7,
        "days": [
            {"name": chart.name(day.period, language), "started": day.started, "completed": day.completed}
            for day in reversed(found.over_time)
            if day.started
        ],
        "cards": cards,
        "steps": [one for one in cards if one["seen"]],
        "most_seen": max((one["seen"] for one in cards), default=0),
        "facets": {
            name: [(f.value, _shown(name, f.value, segments), f.count) for f in found.facets[name]] for name in NAMES
        },
        "counted_at": found.counted_at,
    }


def card(question: QuestionSummary, number: int, language: str) -> dict[str, Any]:
    """One question's values; `shape` says how they are drawn."""
    shape = _shape(question)
    options = [_option(option, language) for option in question.options]
    return question.model_dump() | {
        "number": number,
        "title": title(question.text, language, question.id),
        "shape": shape,
        "headline": question.measure in ("nps", "csat") and question.figure is not None,
        "figure": question.figure,
        "answer_share": question.answer_share,
        "left_share": question.left_share,
        "options": options,
        "end": max((option["share"].high or 0 for option in options if option["share"]), default=0) or 1,
        "columns": chart.histogram(question.options) if shape == "scale" else [],
        "matrix": [
            {
                "title": title(row.text, language, row.id),
                "answered": row.answered,
                "options": [_option(option, language) for option in row.options],
            }
            for row in question.matrix
        ],
        "ranking": [each.model_dump() | {"rank": each.rank, "title": title(each.text, language, each.id)}
                    for each in question.ranking],
        "most_words": max((word.count for word in question.words), default=0),
        "most_numbers": max((each.count for each in question.numbers), default=0),
    }  # fmt: skip


def row(response: ResponseOut, definition: Definition | None, language: str) -> dict[str, Any]:
    """A response in the list: its first score, and what it says in words."""
    said = answers(response, definition, language)
    scored = next((each for each in said if each["type"] in SCALES), None)
    words = next((each for each in said if each["type"] == "text"), None) or next(
        (each for each in said if each is not scored), None
    )
    return _response(response) | {"score": scored, "words": words, "count": len(said)}


def one(response: ResponseOut, definition: Definition | None, language: str) -> dict[str, Any]:
    """A response on its own page: every question that was shown or answered, in the survey's order."""
    return _response(response) | {"answers": answers(response, definition, language, shown=True)}


def answers(
    response: ResponseOut, definition: Definition | None, language: str, *, shown: bool = False
) -> list[dict[str, Any]]:
    """What was answered, as people read it; with `shown` also the questions that were passed over."""
    listed = []
    for question in definition.questions if definition else []:
        answer = response.answers.get(question.id)
        if answer is None and not (shown and question.is_asking and question.id in response.seen):
            continue
        listed.append(
            {
                "id": question.id,
                "type": question.type,
                "title": title(question.text, language, question.id),
                "said": plain(question).said(answer, language, definition.first_language if definition else None),
                "agreed": answer is True,
                "ends": getattr(question, "ends", None),
                "seconds": response.seconds.get(question.id),
            }
        )
    return listed


def _response(response: ResponseOut) -> dict[str, Any]:
    customer = (response.customer or {}).get("id")
    total = sum(response.seconds.values())
    return response.model_dump(exclude={"answers"}) | {"customer": customer, "total_seconds": total or None}


def _option(option: Option, language: str) -> dict[str, Any]:
    return {"id": option.id, "title": title(option.text, language), "count": option.count, "share": option.share}


def _shown(name: str, value: str, segments: Mapping[str, str]) -> str:
    return segments.get(value, value) if name == "segment" else value


def _shape(question: QuestionSummary) -> str:
    if question.type in SCALES:
        return "scale"
    return "choices" if question.type in CHOICES else question.type
