"""The shop's surveys, published in its workspace, and what respondents answered."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

from ulid import ULID

from voc.demo.shop import DemoCustomer, DemoVerbatim, latest
from voc.errors import NotFound
from voc.feedback.schemas import CustomerIn
from voc.responses.schemas import ResponseIn
from voc.surveys import exchange, queries, service
from voc.surveys.definition import Definition
from voc.surveys.effort import question_seconds
from voc.surveys.facts import Facts
from voc.surveys.route import route

VERSIONS = {"nps": ("nps-1", "nps-2"), "support": ("support-1",), "delivery": ("delivery-1",)}
"""Files of each survey's versions, the first one first."""
OPENED_DAYS, CHANGED_DAYS = 60, 28
"""Whole days before now on which the first and the second version were published."""
NEW_RELEASE_DAY = 20
"""The day on which app 5.2 came out."""
AREAS = {
    "delivery": ("late-dawn-delivery", "change-delivery-slot", "praise-couriers", "ask-delivery-area", "pickup-locker"),
    "app": ("app-logout-at-payment", "dark-mode", "search-by-brand", "english-address-form"),
    "payment": ("slow-refund", "store-card-points", "ask-returns"),
    "products": ("missing-item", "excess-packaging", "gift-wrapping", "praise-fresh-food"),
    "membership": ("coupon-not-applied", "subscription-pause", "ask-membership"),
}
"""What somebody would like to see improved, by the topic of what they wrote."""
DEPARTMENTS = {
    "delivery": "배송 (Delivery)",
    "app": "앱 (App)",
    "payment": "결제 (Payment)",
    "products": "상품 (Products)",
    "membership": "멤버십 (Membership)",
}
"""Whose customer somebody was when they were asked whether they would recommend the shop."""
SURVEYED = {"support": "고객지원 (Support)", "delivery": DEPARTMENTS["delivery"]}
"""Whose work a survey asks about."""


@dataclass(frozen=True, slots=True)
class DemoResponse:
    """One respondent's answers, and when and where they were given."""

    received_at: datetime
    channel: str
    response: ResponseIn


class DemoSurveys:
    """The shop's surveys of one workspace."""

    def __init__(self, workspace: str) -> None:
        self._workspace = workspace
        self._definitions = {survey: [_definition(name) for name in names] for survey, names in VERSIONS.items()}

    async def publish(self, *, now: datetime) -> None:
        """Publish every version that is not; a survey that somebody has taken further stays as it is."""
        for survey, versions in self._definitions.items():
            for number, definition in enumerate(versions, start=1):
                days = OPENED_DAYS if number == 1 else CHANGED_DAYS
                await self._publish(self.id_of(survey), number, definition, now - timedelta(days=days))

    async def _publish(self, id_: str, number: int, definition: Definition, at: datetime) -> None:
        try:
            kept = await queries.one(self._workspace, id_)
        except NotFound:
            kept = await service.create(self._workspace, definition, now=at, id=id_)
        if kept.version >= number:
            return
        await service.change(self._workspace, id_, definition.model_dump(mode="json"), now=at)
        await service.publish(self._workspace, id_, now=at)

    def id_of(self, survey: str) -> str:
        """The same id for the same workspace, so that seeding again finds what is there."""
        digest = hashlib.sha256(f"{self._workspace}/{survey}".encode()).digest()
        return f"srv_{ULID.from_bytes(digest[:16])}"

    def answers(self, now: datetime, customers: dict[str, CustomerIn]) -> Iterator[DemoResponse]:
        """What `answers.jsonl` says, placed in time before `now`, oldest first."""
        text = files(__package__).joinpath("answers.jsonl").read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            row = json.loads(line)
            day = row["day"]
            yield self._response(
                row,
                submission_id=f"demo-answer-{number:04d}",
                day=day,
                received_at=latest(time.fromisoformat(row["time"]), now) - timedelta(days=day),
                customer=customers.get(row.get("customer", "")),
            )

    def of_verbatim(self, said: DemoVerbatim, customer: CustomerIn) -> DemoResponse:
        """What somebody wrote in the app behind their score, as a response."""
        chance = zlib.crc32(said.submission_id.encode()) % 100
        answers: dict[str, Any] = {"nps": said.nps, "why": said.text}
        area = next((area for area, topics in AREAS.items() if said.topic in topics), None)
        if _version("nps", said.day) == 2 and said.nps is not None and said.nps < 9 and area:
            answers["area"] = area
        row = {
            "survey": "nps",
            "language": said.language,
            "channel": "widget",
            "device": "phone" if chance < 70 else "desktop" if chance < 92 else "tablet",
            "source": "app",
            "app": "5.2" if said.day <= NEW_RELEASE_DAY else "5.1",
            "answers": answers,
            "area": area,
        }
        return self._response(
            row, submission_id=said.submission_id, day=said.day, received_at=said.occurred_at, customer=customer
        )

    def _response(
        self, row: dict[str, Any], *, submission_id: str, day: int, received_at: datetime, customer: CustomerIn | None
    ) -> DemoResponse:
        survey, answers = row["survey"], row["answers"]
        hidden = row.get("hidden", {}) | {"department": _department(row, submission_id)}
        version = _version(survey, day)
        definition = self._definitions[survey][version - 1]
        kept = {id_: answer for id_, answer in answers.items() if definition.question(id_)}
        seen = _seen(definition, kept, hidden, row.get("left"))
        context = {name: row[name] for name in ("device", "source") if name in row}
        response = ResponseIn(
            survey=self.id_of(survey),
            submission_id=submission_id,
            version=version,
            answers=kept,
            finished="left" not in row,
            seen=seen,
            seconds=_seconds(definition, seen, kept, row["language"], submission_id),
            hidden=hidden,
            language=row["language"],
            context=context | ({"app_version": row["app"]} if "app" in row else {}),
            customer=customer,
            visitor=row.get("visitor"),
        )
        return DemoResponse(received_at, row["channel"], response)


def customers_in(customers: list[DemoCustomer]) -> dict[str, CustomerIn]:
    """The shop's customers as they come in, by `ref`."""
    return {
        one.ref: CustomerIn(id=one.ref, attributes={"segment": one.segment, "plan": one.plan, "city": one.city})
        for one in customers
    }


def _department(row: dict[str, Any], submission_id: str) -> str:
    """By the survey, by what somebody would like to see improved, else by chance."""
    if row["survey"] in SURVEYED:
        return SURVEYED[row["survey"]]
    area = row.get("area") or row["answers"].get("area")
    if isinstance(area, str) and area in DEPARTMENTS:  # an answer in one's own words is none of them
        return DEPARTMENTS[area]
    names = list(DEPARTMENTS.values())
    return names[zlib.crc32(submission_id.encode()) // 100 % len(names)]


def _definition(name: str) -> Definition:
    return exchange.read(files(__package__).joinpath("definitions", f"{name}.json").read_text("utf-8")).definition


def _version(survey: str, day: int) -> int:
    return 2 if len(VERSIONS[survey]) > 1 and day < CHANGED_DAYS else 1


def _seen(definition: Definition, answers: dict[str, Any], hidden: dict[str, Any], left: str | None) -> list[str]:
    """The questions on the way of these answers, as far as the respondent went."""
    way = list(route(definition, Facts(answers=answers, hidden=hidden)).questions)
    return way[: way.index(left) + 1] if left in way else way


def _seconds(
    definition: Definition, seen: list[str], answers: dict[str, Any], language: str, submission_id: str
) -> dict[str, float]:
    """Time spent on each question seen: what we expect of it, more or less; less where nothing was answered."""
    spent = {}
    for id_ in seen:
        question = definition.question(id_)
        if question is not None:
            chance = zlib.crc32(f"{submission_id}/{id_}".encode()) % 100
            share = (0.5 + chance / 80) * (1 if id_ in answers else 0.25)
            spent[id_] = round(question_seconds(question, language, definition.first_language) * share, 1)
    return spent
