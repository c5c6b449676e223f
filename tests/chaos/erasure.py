"""Forgetting one of a thousand: `python -m tests.chaos.erasure [--people 1000]`.

Starts the whole service and lets a thousand customers speak by every way in. One of them wrote their e-mail address,
telephone number and name into what they said, and so did others about them. Once everything is read, sorted and
answered, that person is erased and the files are rewritten. Then every collection, answer, export, key of Redis and
byte on disk is searched for them; counters must be what a recount makes of what is left. Prints one JSON object.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.chaos.searching import Searched, needles, search_answers, search_collections, search_files, search_redis
from tests.running import Service

Row = dict[str, Any]
QUIET_SECONDS = 600.0
NAME, REF = "Quillon Zbornakova", "crm-zz-471193"
EMAIL, PHONE = "quillon.zbornakova@rare-name.example", "010-9473-2618"
TOPICS = (
    "The app crashes when I open the {} screen", "Delivery of my {} took more than a week", "How do I return a {}?",
    "Please add a dark mode to the {} page", "Your {} support was friendly and quick", "{} 결제가 자꾸 실패해요",
    "{} 배송이 너무 늦어요", "{} 교환은 어떻게 하나요?", "{} 화면이 예뻐졌어요", "{} 알림을 끌 수 있게 해 주세요",
)  # fmt: skip
THINGS = ("order", "account", "basket", "parcel", "coupon", "주문", "쿠폰", "계정", "영수증", "장바구니")
CHANNELS = ("api", "email", "chat", "sms", "app_review", "call", "social", "ticket")
OF_THEIRS = (
    f"I am {NAME}, mail me at {EMAIL} or call {PHONE}: the app crashes at the basket.",
    f"{NAME}입니다. {PHONE}으로 연락 주세요. 결제가 자꾸 실패해요. {EMAIL}",
    f"How do I return a parcel? Regards, {NAME} <{EMAIL}>",
    f"My name is {NAME} ({PHONE}), please add a dark mode, I asked as {REF} before",
)
OF_OTHERS = (
    f"My colleague {NAME} says the app crashes at the basket, too.",
    f"{NAME}님도 배송이 늦었다고 합니다. {EMAIL} 로 답장해 주세요",
)


class Company:
    """The service's customer, who sends in what people said."""

    def __init__(self, service: Service) -> None:
        self.service = service
        key = (service.data_dir / "local.key").read_text().strip()
        headers = {"authorization": f"Bearer {key}"}
        self.http = httpx.AsyncClient(base_url=service.url, headers=headers, timeout=60, trust_env=False)

    async def call(self, method: str, path: str, **given: Any) -> Any:
        """JSON of the service."""
        answer = await self.http.request(method, path, **given)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        return answer.json() if answer.content else None

    async def hear(self, people: int) -> None:
        """A thousand customers, by every way in."""
        chosen = random.Random(5)
        rows = [f"crm-{each},Person {each},person-{each}@example.test,,basic" for each in range(people - 1)]
        table = "\n".join(["external_id,name,email,phone,plan", *rows, f"{REF},{NAME},{EMAIL},{PHONE},gold"])
        kind = {"content-type": "text/csv"}
        await self.call("POST", "/v1/customers/import", content=table.encode(), headers=kind)
        said = [
            self._said(
                f"s-{each}", chosen.choice(TOPICS).format(chosen.choice(THINGS)), f"crm-{each % (people - 1)}", each
            )
            for each in range(people * 2)
        ]
        said += [self._said(f"o-{each}", text, f"crm-{each}", each) for each, text in enumerate(OF_OTHERS)]
        said += [
            self._said(f"m-{each}-{channel}", text, REF, place)
            for each, text in enumerate(OF_THEIRS)
            for place, channel in enumerate(CHANNELS)
        ]
        for start in range(0, len(said), 500):
            await self.call("POST", "/v1/feedback", json=said[start : start + 500])

    def _said(self, id_: str, text: str, customer: str, place: int) -> Row:
        return {"submission_id": id_, "text": text, "customer": customer, "channel": CHANNELS[place % len(CHANNELS)]}

    async def answer_surveys(self, people: int) -> None:
        """Scores of some, and the person's with a reason."""
        nps = {"id": "nps", "type": "nps", "text": {"en": "How likely?"}, "required": True}
        why = {"id": "why", "type": "text", "text": {"en": "Why?"}}
        made = await self.call("POST", "/v1/surveys", json={"name": "After delivery", "questions": [nps, why]})
        await self.call("POST", f"/v1/surveys/{made['id']}/publish")
        for each in range(min(people - 1, 60)):
            await self._respond(made["id"], f"crm-{each}", {"nps": each % 11, "why": "It was quick"})
        await self._respond(made["id"], REF, {"nps": 1, "why": OF_THEIRS[0]})
        sent = {"survey": made["id"], "customer": REF, "channel": "email", "address": EMAIL}
        await self.http.post("/v1/invitations", json=sent)
        person = await self.call("GET", f"/v1/customers/{REF}")
        consent = {"channel": "email", "purpose": "survey", "given": True, "text": f"Yes, {NAME}"}
        await self.call("POST", f"/v1/customers/{person['id']}/consents", json=consent)
        paid = {"kind": "paid", "fields": {"by": NAME}}
        await self.call("POST", f"/v1/customers/{person['id']}/events", json=paid)

    async def _respond(self, survey: str, customer: str, answers: Row) -> None:
        body = {"survey": survey, "submission_id": f"r-{customer}", "answers": answers, "customer": customer}
        await self.call("POST", "/v1/responses", json=body)

    async def quiet(self) -> int:
        """Wait until everything is read and sorted; says how many themes there are."""
        until = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            stats = await self.call("GET", "/v1/stats")
            themes = (await self.call("GET", "/v1/themes"))["items"]
            if stats["feedback"]["pending"] == 0 and themes:
                await asyncio.sleep(20)  # rankings, answers and alerts follow within a few seconds
                return len(themes)
            await asyncio.sleep(2)
        raise RuntimeError(f"it did not come to rest: {stats}")


async def trial(service: Service, people: int) -> Row:
    """What is found before and after."""
    company = Company(service)
    await company.hear(people)
    await company.answer_surveys(people)
    themes = await company.quiet()
    sought = needles(name=NAME, email=EMAIL, phone=PHONE, ref=REF)
    before = await _everywhere(service, company, sought)
    total = (await company.call("GET", "/v1/stats"))["feedback"]["total"]
    removed = await company.call("DELETE", f"/v1/customers/{REF}")
    await asyncio.sleep(20)
    after = await _everywhere(service, company, sought)
    stats = await company.call("GET", "/v1/stats")
    rebuilt, _ = service.command("rollups", "rebuild", "--json").communicate()
    audit = [row for row in (await company.call("GET", "/v1/audit"))["items"] if row["action"] == "customer.erased"]
    return {
        "themes": themes, "before": before, "removed": removed, "after": after,
        "total": [total, stats["feedback"]["total"]], "recount": json.loads(rebuilt),
        "audit": [{name: row[name] for name in ("action", "at", "by", "actor", "subject")} for row in audit],
    }  # fmt: skip


async def _everywhere(service: Service, company: Company, sought: Searched) -> Row:
    found = await search_collections(service, sought)
    found |= await search_answers(company.http, service, sought)
    return found | search_redis(service, sought)


def main() -> None:
    """Start a service, try it, rewrite its files, search them, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.erasure", description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    chosen = parser.parse_args()
    sought = needles(name=NAME, email=EMAIL, phone=PHONE, ref=REF)
    with tempfile.TemporaryDirectory(prefix="voc-erasure-") as folder:
        with Service(Path(folder)) as service:
            found = asyncio.run(trial(service, chosen.people))
            found["files before"] = search_files(service.data_dir, sought)
        compacting = service.command("compact")
        found["compact"] = "".join(compacting.communicate()).strip()
        found["files after"] = search_files(service.data_dir, sought)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
