"""Events as messages in Slack; pure.

Source: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and, for the limits and the escaping,
https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

HEADER_CHARACTERS = 150
SECTION_CHARACTERS = 3_000
VALUE_CHARACTERS = 200
_MARKS = re.compile(r"[*_~`]")
_JOINER = "\u2060"
"""Unseen; a mark beside it formats nothing."""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "alert": "Alert: {name}",
        "alert_facts": "{people} customers spoke of it this week where {expected} were to be expected: "
        "{ratio_low} to {ratio_high} times as many.",
        "alert_first": "{people} customers spoke of it this week, and nobody in the weeks before.",
        "item": "Backlog: {name}",
        "undone": "A change was taken back.",
        "theme": "New theme: {name}",
        "theme_facts": "{feedback} mentions so far.",
        "report": "The week from {first} to {last}",
        "report_said": "{feedback} voices, {before} the week before.",
        "report_score": "*{name}* {value} ({low} to {high}), n = {n}",
        "report_rising": "Rising",
        "report_next": "To build next",
        "report_place": "place {best} to {worst}, {customers} customers",
        "report_one": "place {best}, {customers} customers",
        "report_people": "{people} people",
        "nps": "NPS", "csat": "CSAT", "ces": "CES", "response_rate": "Response rate",
        "response": "Somebody finished a survey",
        "test": "This is a test from VoC",
        "test_facts": "Events will appear here.",
        "open": "Open in VoC",
        "nothing": "nothing",
        "noted": "A note was written.",
        "status": "Status", "title": "Title", "owner": "Owner", "department": "Department", "effort": "Effort",
        "due": "Due", "tracker_url": "Tracker",
        "new": "New", "under_review": "Under review", "planned": "Planned", "in_progress": "In progress",
        "shipped": "Shipped", "closed": "Closed", "declined": "Declined",
    },
    "ko": {
        "alert": "알림: {name}",
        "alert_facts": "이번 주에 고객 {people}명이 말했습니다. "
        "예상은 {expected}명으로, {ratio_low}~{ratio_high}배입니다.",
        "alert_first": "이번 주에 고객 {people}명이 말했고, 그 전 주들에는 없던 일입니다.",
        "item": "백로그: {name}",
        "undone": "변경을 되돌렸습니다.",
        "theme": "새 주제: {name}",
        "theme_facts": "지금까지 {feedback}번 나왔습니다.",
        "report": "{first}부터 {last}까지의 한 주",
        "report_said": "의견 {feedback}건, 그 전주는 {before}건입니다.",
        "report_score": "*{name}* {value} ({low}~{high}), n = {n}",
        "report_rising": "늘고 있는 주제",
        "report_next": "다음에 만들 것",
        "report_place": "{best}~{worst}위, 고객 {customers}명",
        "report_one": "{best}위, 고객 {customers}명",
        "report_people": "{people}명",
        "nps": "NPS", "csat": "CSAT", "ces": "CES", "response_rate": "응답률",
        "response": "설문 응답이 끝났습니다",
        "test": "VoC에서 보낸 시험 메시지입니다",
        "test_facts": "앞으로 이벤트가 여기에 나타납니다.",
        "open": "VoC에서 보기",
        "nothing": "없음",
        "noted": "메모를 남겼습니다.",
        "status": "상태", "title": "제목", "owner": "담당자", "department": "부서", "effort": "노력",
        "due": "기한", "tracker_url": "트래커",
        "new": "신규", "under_review": "검토 중", "planned": "계획됨", "in_progress": "진행 중",
        "shipped": "출시됨", "closed": "종료됨", "declined": "반려",
    },
}  # fmt: skip
LANGUAGES = tuple(WORDS)


def message(event: Mapping[str, Any], *, public_url: str, language: str) -> dict[str, Any]:
    """What Slack's incoming webhook takes for an event.

    Args:
        event: the body that other receivers get: `type`, `timestamp`, `data`.
        public_url: of this service, for the link.
        language: of the words; those of customers stay in theirs.
    """
    words = WORDS.get(language, WORDS["en"])
    heading, facts, path = _TELLERS[event["type"]](event["data"], words)
    link = f"<{public_url.rstrip('/')}{path}|{words['open']}>"
    return {
        "text": cut(escaped(heading), SECTION_CHARACTERS),
        "blocks": [
            # plain text: nothing in a name is a mention, a link or an emoji
            {"type": "header", "text": {"type": "plain_text", "text": cut(heading, HEADER_CHARACTERS), "emoji": False}},
            *(
                [{"type": "section", "text": {"type": "mrkdwn", "text": cut(facts, SECTION_CHARACTERS)}}]
                if facts
                else []
            ),
            {"type": "context", "elements": [{"type": "mrkdwn", "text": link}]},
        ],
        "unfurl_links": False,
    }


def escaped(text: str) -> str:
    """Text that reads the same in mrkdwn: no mention, no link, no formatting."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(lambda found: _JOINER + found[0] + _JOINER, text)


def cut(text: str, longest: int) -> str:
    """At most so many characters, with a mark where some are missing."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def masked(url: str) -> str:
    """An incoming webhook's address without its last part, which whoever knows may write to the channel."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/…"


def _alert(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    shown = {name: f"{data[name]:,.1f}" for name in ("expected", "ratio_low", "ratio_high")}
    facts = words["alert_facts" if data["expected"] else "alert_first"].format(people=f"{data['people']:,}", **shown)
    return words["alert"].format(name=data["name"] or data["theme"]), facts, f"/themes/{data['theme']}"


def _item(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    lines = [words["undone"]] if data.get("undoes") else []
    lines += [_step(step, words) for step in data["steps"]]
    return words["item"].format(name=data["title"] or data["item"]), "\n".join(lines), f"/backlog/{data['item']}"


def _step(step: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """One field's change; who owns it and what a note says is not told (`catalogue`)."""
    field = step["field"]
    if field == "notes":
        return words["noted"]
    name = words.get(field, field)
    if field == "owner":
        return f"*{name}*"
    before, after = (_value(field, step[side], words) for side in ("before", "after"))
    return f"*{name}*: {before} → {after}"


def _value(field: str, value: Any, words: Mapping[str, str]) -> str:
    if value is None:
        return words["nothing"]
    return words[value] if field == "status" and value in words else escaped(cut(str(value), VALUE_CHARACTERS))


def _theme(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    facts = words["theme_facts"].format(feedback=f"{data['feedback']:,}")
    return words["theme"].format(name=data["name"]), facts, f"/themes/{data['theme']}"


def _report(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    """A week in lines; what would be an arrow under 30 answers is none in the event either."""
    lines = [words["report_said"].format(feedback=f"{data['feedback']:,}", before=f"{data['feedback_before']:,}")]
    lines += [_score(each, words) for each in data["scores"]]
    if data["rising"]:
        told = (f"{_name(each['name'])} ({words['report_people'].format(**each)})" for each in data["rising"])
        lines.append(f"*{words['report_rising']}*: {', '.join(told)}")
    if data["next"]:
        lines += [f"*{words['report_next']}*", *(_place(each, words) for each in data["next"])]
    path = f"/insights/report?week={data['first']}"
    return words["report"].format(**data), "\n".join(lines), path


def _score(each: Mapping[str, Any], words: Mapping[str, str]) -> str:
    figures = {name: _figure(each["unit"], each[name]) for name in ("value", "low", "high")}
    arrow = {"up": " ▲", "down": " ▼"}.get(each["direction"] or "", "")
    name = words.get(each["metric"], each["metric"])
    return words["report_score"].format(name=name, n=f"{each['n']:,}", **figures) + arrow


def _figure(unit: str, value: float | None) -> str:
    if value is None:
        return "–"
    if unit == "share":
        return f"{value:.0%}"
    written = f"{round(value):+d}" if unit == "points" and round(value) else f"{value:.{0 if unit == 'points' else 1}f}"
    return written.replace("-", "−")


def _place(each: Mapping[str, Any], words: Mapping[str, str]) -> str:
    best, worst = each["rank_best"], each["rank_worst"]
    line = words["report_one" if best == worst else "report_place"]
    about = line.format(best=best, worst=worst, customers=f"{each['customers']:,}")
    return f"{each['rank']}. {_name(each['title'])} ({about})"


def _name(text: str) -> str:
    return escaped(cut(text, VALUE_CHARACTERS))


def _response(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    return words["response"], "", f"/surveys/{data['survey']}/results"


def _test(data: Mapping[str, Any], words: Mapping[str, str]) -> tuple[str, str, str]:
    return words["test"], words["test_facts"], f"/settings/webhooks/{data['webhook']}"


_TELLERS = {
    "alert.opened": _alert,
    "backlog.item.changed": _item,
    "theme.created": _theme,
    "report.weekly": _report,
    "response.completed": _response,
    "webhook.test": _test,
}
"""By type; a test holds it against the catalogue."""
