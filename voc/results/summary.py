"""From counts to what they say about each question; pure.

A type's summary is one function in `_SUMMARISE`. It sees counts joined over versions and languages, and the latest
definition of the question that had this kind.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from voc.estimates import share
from voc.results import bins, intervals
from voc.results.answers import OTHER, kind_of
from voc.results.schemas import MatrixRow, Option, QuestionSummary, Range, Ranked, Word
from voc.results.tally import Cell, Tally
from voc.surveys.questions import QuestionBase

WORDS_SHOWN = 30
MONTHS_SHOWN = 12
"""Dates that are spread over more are shown by year."""

Fields = dict[str, Any]
Texts = Mapping[str, Mapping[str, str]]
Versions = Sequence[tuple[int, Sequence[QuestionBase]]]
"""Number and questions, the latest first."""


def kinds(versions: Versions) -> dict[int, dict[str, str]]:
    """What `counting` needs to know of each version."""
    return {number: {question.id: kind(question) for question in questions} for number, questions in versions}


def kind(question: QuestionBase) -> str:
    """What makes the answers of two versions comparable."""
    return kind_of(question.type, getattr(question, "scale", None))


def questions(cell: Cell, versions: Versions) -> list[QuestionSummary]:
    """A summary of each question that the latest version asks, and of earlier ones that were answered."""
    known: dict[tuple[str, str], list[QuestionBase]] = {}
    for _, asked in versions:
        for question in asked:
            known.setdefault((question.id, kind(question)), []).append(question)
    latest = {(question.id, kind(question)) for question in (versions[0][1] if versions else [])}
    shown = [key for key in known if key in latest or key in cell.questions]
    return [_question(known[key], cell.questions.get(key) or Tally(key[1]), key in latest) for key in shown]


def _question(wordings: list[QuestionBase], tally: Tally, asked: bool) -> QuestionSummary:
    question = wordings[0]
    summarise = _SUMMARISE.get(question.type)
    return QuestionSummary(
        id=question.id,
        type=question.type,
        scale=getattr(question, "scale", None),
        text=question.text,
        asked=asked,
        seen=tally.seen,
        answered=tally.answered,
        answer_share=share(tally.answered, tally.seen) if question.is_asking else None,
        left=tally.left,
        left_share=share(tally.left, tally.seen) if tally.left <= tally.seen else None,
        median_seconds=bins.median_seconds(tally.seconds),
        **(summarise(tally, wordings) if summarise else {}),
    )


def _nps(tally: Tally, _: list[QuestionBase]) -> Fields:
    counts = _numbers(tally)
    groups = {"detractors": (0, 6), "passives": (7, 8), "promoters": (9, 10)}
    return {
        "measure": "nps",
        "figure": intervals.net_promoter_score(counts),
        "options": _scale_options(counts, (0, 10)),
        "groups": {
            name: sum(count for score, count in counts.items() if low <= score <= high)
            for name, (low, high) in groups.items()
        },
    }


def _csat(tally: Tally, _: list[QuestionBase]) -> Fields:
    counts = _numbers(tally)
    return {"measure": "csat", "figure": intervals.satisfied(counts), "options": _scale_options(counts, (1, 5))}


def _scale(tally: Tally, wordings: list[QuestionBase]) -> Fields:
    counts, ends = _numbers(tally), wordings[0].ends  # type: ignore[attr-defined]
    return {"measure": "mean", "figure": intervals.mean(counts, ends), "options": _scale_options(counts, ends)}


def _choices(tally: Tally, wordings: list[QuestionBase]) -> Fields:
    texts = _texts(wordings, "choices")
    own_words = any(getattr(question, "other", False) for question in wordings)
    ids = [*texts, *([OTHER] if own_words and OTHER not in texts else [])]
    return {"options": _options(ids, texts, tally.values, tally.answered), "words": _words(tally)}


def _open(tally: Tally, _: list[QuestionBase]) -> Fields:
    return {"words": _words(tally)}


def _number(tally: Tally, _: list[QuestionBase]) -> Fields:
    found = intervals.mean_of_sums(tally.answered, tally.total, tally.squares)
    thousandths = found and {name: value / 1_000 for name, value in found if name != "n" and value is not None}
    return {
        "measure": "mean",
        "figure": found.model_copy(update=thousandths) if found and thousandths else None,
        "median": bins.median(tally.values),
        "numbers": [Range(low=low, high=high, count=n) for low, high, n in bins.display_bins(tally.values)],
    }


def _dates(tally: Tally, _: list[QuestionBase]) -> Fields:
    spread: Counter[str] = Counter()
    for month, count in tally.values.items():
        spread[month if len(tally.values) <= MONTHS_SHOWN else month[:4]] += count
    return {"options": _options(sorted(spread), {}, spread, tally.answered)}


def _matrix(tally: Tally, wordings: list[QuestionBase]) -> Fields:
    columns, rows = _texts(wordings, "columns"), []
    for id_, text in _texts(wordings, "rows").items():
        counts = {column: tally.values[f"{id_}.{column}"] for column in columns}
        answered = sum(counts.values())
        options = _options(list(columns), columns, counts, answered)
        rows.append(MatrixRow(id=id_, text=dict(text), answered=answered, options=options))
    return {"matrix": rows}


def _ranking(tally: Tally, wordings: list[QuestionBase]) -> Fields:
    ranked = []
    for id_, text in _texts(wordings, "choices").items():
        places = {int(key.rpartition(".")[2]): n for key, n in tally.values.items() if key.rpartition(".")[0] == id_}
        rank = intervals.mean(places, (1, max(places, default=1)))
        ranked.append(Ranked(id=id_, text=dict(text), rank=rank, first=places.get(1, 0)))
    return {"ranking": sorted(ranked, key=lambda one: (one.rank.value if one.rank else float("inf"), one.id))}


def _consent(tally: Tally, _: list[QuestionBase]) -> Fields:
    return {"measure": "agreed", "figure": share(tally.values["true"], tally.answered)}


def _contact(tally: Tally, wordings: list[QuestionBase]) -> Fields:
    ids = dict.fromkeys(field.id for question in wordings for field in question.fields)  # type: ignore[attr-defined]
    return {"options": _options(list(ids), {}, tally.values, tally.answered)}


def _files(tally: Tally, _: list[QuestionBase]) -> Fields:
    return {"files": tally.total}


def _numbers(tally: Tally) -> dict[int, int]:
    return {int(value): count for value, count in tally.values.items()}


def _scale_options(counts: Mapping[int, int], ends: tuple[int, int]) -> list[Option]:
    named = {str(number): counts.get(number, 0) for number in range(ends[0], ends[1] + 1)}
    return _options(list(named), {}, named, sum(counts.values()))


def _options(ids: Sequence[str], texts: Texts, counts: Mapping[str, int], answered: int) -> list[Option]:
    return [
        Option(
            id=id_,
            text=dict(texts[id_]) if id_ in texts else None,
            count=counts.get(id_, 0),
            share=share(min(counts.get(id_, 0), answered), answered),
        )
        for id_ in ids
    ]


def _texts(wordings: list[QuestionBase], name: str) -> dict[str, Mapping[str, str]]:
    """Choices, rows or columns by id: the latest wording of each, and those that only earlier versions had."""
    found: dict[str, Mapping[str, str]] = {}
    for question in wordings:
        for each in getattr(question, name):
            found.setdefault(each.id, each.text)
    return found


def _words(tally: Tally) -> list[Word]:
    ranked = sorted(tally.words.items(), key=lambda pair: (-pair[1], pair[0]))
    return [Word(word=word, count=count) for word, count in ranked[:WORDS_SHOWN]]


_SUMMARISE: dict[str, Callable[[Tally, list[QuestionBase]], Fields]] = {
    "nps": _nps,
    "csat": _csat,
    "ces": _scale,
    "rating": _scale,
    "single": _choices,
    "multiple": _choices,
    "dropdown": _choices,
    "picture": _choices,
    "text": _open,
    "number": _number,
    "date": _dates,
    "matrix": _matrix,
    "ranking": _ranking,
    "consent": _consent,
    "contact": _contact,
    "file": _files,
}
"""By type; addresses and statements have only what every question has."""
