"""A workspace that holds one of everything that a path can name."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from tests.backlog_workflow.ranked import TITLES, rank
from tests.people import PASSWORD
from tests.surveying import WHY, publish, response
from voc.accounts import queries, sessions
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.clock import stamp
from voc.imports.documents import Import
from voc.imports.states import ImportState
from voc.insights.alerts import domain, service, watching
from voc.insights.alerts.documents import Alert
from voc.insights.trends.weeks import Rise, Weeks
from voc.settings import Egress
from voc.trackers import connecting
from voc.trackers.schemas import TrackerIn
from voc.values import new_id

UNREAL = {
    # files and searches, whose ids are looked up below what is named before them
    "file_id", "search_id", "batch",
    # which are no ids of rows
    "kind", "number", "chart", "metric", "template_id", "action", "provider", "channel",
}  # fmt: skip
"""Parameters that name no row of their own."""


def plain(text: str) -> str:
    """As it is."""
    return text


async def one_of_each(caller: Any, watch: Any, worded: Callable[[str], str] = plain) -> dict[str, str]:
    """Ids by the name of the parameter that they stand for.

    Args:
        caller: whose workspace.
        watch: the time.
        worded: makes another text of each that people write.
    """
    asked = [{"id": "nps", "type": "nps", "text": {"en": worded("How likely?")}}, WHY]
    name = worded("After delivery")
    survey = await publish(caller, name=name, questions=asked, targeting={"frequency": {"every_days": 0}})
    item = (await rank(caller.workspace, watch, tuple(worded(title) for title in TITLES)))[0]
    theme = await _made(caller, "GET", f"/v1/backlog/{item}", "theme")
    return {
        "survey_id": survey["id"],
        "item_id": item,
        "theme_id": theme,
        "tracker_id": (await connecting.connect(caller.workspace, TRACKER, Egress(), now=watch()))[0],
        "alert_id": await _alert(caller.workspace, theme, watch),
        "import_id": await _import(caller.workspace, watch),
        "member_id": await _member(caller.workspace, watch),
        "session_id": await _session(caller.workspace, watch),
        **await _of_customers(caller, survey, worded),
        **await _of_colleagues(caller, survey, item, worded),
    }


async def _made(caller: Any, method: str, path: str, field: str = "id", **request: Any) -> str:
    answer = await caller.http.request(method, path, **request)
    assert answer.status_code < 300, (path, answer.text)
    return str(answer.json()[field])


async def _of_customers(caller: Any, survey: dict[str, Any], worded: Callable[[str], str]) -> dict[str, str]:
    """What they are, say and get."""
    person = {
        "id": "c-1",
        "name": worded("Kim Minji"),
        "attributes": {"email": "kim@example.test", "plan": worded("pro")},
    }
    said = {"submission_id": uuid4().hex, "text": worded("The app logs me out."), "channel": "api", "customer": "c-1"}
    invited = {"survey": survey["id"], "customer": "c-1"}
    customer = await _made(caller, "POST", "/v1/customers", json=person)
    feedback = await _made(caller, "POST", "/v1/feedback", json=said)
    await _made(caller, "PATCH", f"/v1/feedback/{feedback}", json={"kind": "idea"})
    return {
        "customer_id": customer,
        "feedback_id": feedback,
        "alike_id": await _made(caller, "POST", f"/v1/feedback/{feedback}/alike", json={"field": "kind"}),
        "response_id": await _made(
            caller, "POST", "/v1/responses", json=response(survey, answers={"nps": 9, "why": worded("Slow")})
        ),
        "invitation_id": await _made(caller, "POST", "/v1/invitations", json=invited),
    }


async def _of_colleagues(
    caller: Any, survey: dict[str, Any], item: str, worded: Callable[[str], str]
) -> dict[str, str]:
    """What they set up and write."""
    campaign = {"name": worded("After delivery"), "survey": survey["id"], "audience": {"kind": "everyone"}}
    asked = {"language": "en", "question": worded("How do I return it?")}
    rule = {"name": "visit.closed", "survey": survey["id"]}
    document = {"params": {"address": "a.md"}, "content": f"# {worded('Returns')}\n\nYes.".encode()}
    webhook = await _made(caller, "POST", "/v1/webhooks", json={"url": "https://93.184.215.14/in", "events": ["*"]})
    note = await caller.http.post(f"/v1/backlog/{item}/notes", json={"text": worded("Ask the carrier.")})
    return {
        "campaign_id": await _made(caller, "POST", "/v1/campaigns", json=campaign),
        "webhook_id": webhook,
        "delivery_id": await _made(caller, "POST", f"/v1/webhooks/{webhook}/test", "delivery"),
        "faq_id": await _made(caller, "POST", "/v1/faqs", json=asked),
        "source_id": await _made(caller, "POST", "/v1/faq-sources", **document),
        "area_id": await _made(caller, "POST", "/v1/areas", json={"name": worded("Delivery")[:60]}),
        "view_id": await _made(caller, "POST", "/v1/backlog/views", json={"name": worded("Next")[:60], "filters": {}}),
        "rule_id": await _made(caller, "POST", "/v1/signals/rules", json=rule),
        "note_id": note.json()["notes"][0]["id"],
        "key_id": (await caller.http.get("/v1/keys")).json()["items"][0]["id"],
        "target_id": await _made(caller, "PUT", "/v1/targets", json=TARGET),
        "link_id": (await caller.http.post("/v1/members/invitations", json=INVITED)).json()["invitation"]["id"],
    }


TARGET = {"metric": "nps", "by": "department", "value": "billing", "goal": 30}
INVITED = {"email": f"{uuid4().hex}@example.test", "role": "viewer"}
TRACKER = TrackerIn.model_validate({"kind": "github", "project": "acme/shop", "token": "of-this-test"})


async def _member(workspace: str, watch: Any) -> str:
    email = f"{uuid4().hex}@example.test"
    return (await accounts.create_member(workspace, email, PASSWORD, "Lee", Role.product, now=watch())).id


async def _session(workspace: str, watch: Any) -> str:
    member = await queries.member_of(workspace, await _member(workspace, watch))
    opened = await sessions.open_session(member, replaces=None, device="Chrome, Linux", now=watch())
    return sessions.digest(opened.token)


async def _alert(workspace: str, theme: str, watch: Any) -> str:
    weeks = Weeks(before=(8,) * 8, now=40)
    rise = Rise(
        theme=theme, weeks=weeks, expected=8, ratio=5, ratio_low=3, ratio_high=20, p=1e-9, p_adjusted=1e-8,
        emerging=True,
    )  # fmt: skip
    standing = domain.look(None, rise, day=date(2026, 3, 1), at=stamp(watch()))
    row = {"_id": watching.alert_id(theme), "workspace": workspace, "theme": theme, "revision": 0}
    await Alert.get_pymongo_collection().insert_one(row | service.fields_of(row["_id"], standing))
    return str(row["_id"])


async def _import(workspace: str, watch: Any) -> str:
    made = Import(
        id=new_id("imp", watch()), workspace=workspace, filename="a.csv", created_at=watch(), next_dispatch_at=0,
        state=ImportState.uploaded,
    )  # fmt: skip
    await made.insert()
    return made.id
