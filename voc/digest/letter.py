"""The report of a week as an e-mail, in the words of its page; pure but for its templates."""

from typing import Any

from voc.backlog.workflow.schemas import ItemOut
from voc.backlog.workflow.titles import imperative
from voc.digest.weekly import Weekly
from voc.insights.dashboard.views import KINDS, figure
from voc.insights.metrics import METRICS
from voc.insights.report.composing import Report, Said
from voc.insights.schemas import MetricGroup
from voc.subscriptions.letters import Letter, Part, Row, Speaker, Table


def letter(found: Weekly, language: str, company: str) -> Letter:
    """The mail."""
    words, report = Speaker("digest/words.html", language), found.report
    following = _next(found.items, words, language)
    return Letter(
        subject=words("subject", report),
        preview=words("preview", report.said),
        title=words("title", report),
        parts=(
            _scores(report, words),
            _said(report.said, words),
            _rising(report, words),
            following,
        ),
        button=words("open"),
        url=f"/insights/report?week={report.first.isoformat()}",
        why=words("why", company),
    )


def spoken(language: str | None) -> str | None:
    """The language of somebody's words, where anybody is sure of it."""
    return language if language and language != "other" else None


def _scores(report: Report, words: Speaker) -> Part:
    asked = {kind: group for kind, group in report.metrics.items() if group.estimate or group.before}
    rows = tuple(_score(kind, group, words) for kind, group in asked.items())
    return Part(heading=words("scores"), rows=rows, note=words("ranges" if rows else "no_scores"))


def _score(kind: str, group: MetricGroup, words: Speaker) -> Row:
    metric, chosen = METRICS[kind], figure(group)
    about: dict[str, Any] = {"unit": metric.unit.value}
    if not group.estimate:
        return Row(title=words("metric", kind), figure="–", details=(words("no_answers"),))
    sure = words("sure", metric.unit.value, group.estimate)
    change = words("change", about, chosen)
    value = words("value", metric.unit.value, group.estimate.value)
    return Row(title=words("metric", kind), figure=value, details=(sure, change))


def _said(said: Said, words: Speaker) -> Part:
    rows = [
        (
            words("kind", kind),
            words("count", said.now.kinds.get(kind, 0)),
            words("count", said.before.kinds.get(kind, 0)),
        )
        for kind in KINDS
    ]
    rows.append((words("everything"), words("count", said.now.feedback), words("count", said.before.feedback)))
    columns = (words("of_kind"), words("this_week"), words("week_before"))
    return Part(heading=words("said"), table=Table(columns=columns, rows=tuple(rows)))


def _rising(report: Report, words: Speaker) -> Part:
    rows = tuple(
        Row(
            title=alert.name,
            url=f"/alerts/{alert.id}",
            language=spoken(alert.language),
            details=(words("rise", alert),),
        )
        for alert in report.alerts
    )
    return Part(heading=words("rising"), rows=rows, note="" if rows else words("no_rising"))


def _next(items: list[ItemOut], words: Speaker, language: str) -> Part:
    rows = tuple(
        Row(
            place=str(item.rank),
            title=imperative(item, language),
            language=spoken(item.language),
            url=f"/backlog/{item.id}",
            figure=words("share", item),
            details=(words("about", item),),
        )
        for item in items
    )
    return Part(heading=words("next"), rows=rows, note=words("shares" if rows else "no_next"))
