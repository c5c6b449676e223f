"""A workspace that holds one of everything that a path can name."""

from datetime import date
from typing import Any
from uuid import uuid4

from tests.backlog_workflow.ranked import rank
from tests.people import PASSWORD
from tests.surveying import publish, response
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


async def one_of_each(caller: Any, watch: Any) -> dict[str, str]:
    """Ids by the name of the parameter that they stand for."""

    async def ok(method: str, path: str, **request: Any) -> Any:
        answer = await caller.http.request(method, path, **request)
        assert answer.status_code < 300, (path, answer.text)
        return answer.json()

    workspace = caller.workspace
    survey = await publish(caller, targeting={"frequency": {"every_days": 0}})
    item = (await rank(workspace, watch))[0]
    customer = (await ok("POST", "/v1/customers", json={"id": "c-1", "attributes": {"email": "kim@example.test"}}))[
        "id"
    ]
    said = {"submission_id": uuid4().hex, "text": "The app logs me out.", "channel": "api", "customer": "c-1"}
    feedback = (await ok("POST", "/v1/feedback", json=said))["id"]
    await ok("PATCH", f"/v1/feedback/{feedback}", json={"kind": "idea"})
    campaign = {"name": "After delivery", "survey": survey["id"], "audience": {"kind": "everyone"}}
    webhook = (await ok("POST", "/v1/webhooks", json={"url": "https://93.184.215.14/in", "events": ["*"]}))["id"]
    invited = {"survey": survey["id"], "customer": "c-1"}
    note = await ok("POST", f"/v1/backlog/{item}/notes", json={"text": "Ask the carrier."})
    rule = {"name": "visit.closed", "survey": survey["id"]}
    theme = (await ok("GET", f"/v1/backlog/{item}"))["theme"]
    found = {
        "survey_id": survey["id"],
        "response_id": (await ok("POST", "/v1/responses", json=response(survey)))["id"],
        "item_id": item,
        "theme_id": theme,
        "customer_id": customer,
        "feedback_id": feedback,
        "alike_id": (await ok("POST", f"/v1/feedback/{feedback}/alike", json={"field": "kind"}))["id"],
        "campaign_id": (await ok("POST", "/v1/campaigns", json=campaign))["id"],
        "invitation_id": (await ok("POST", "/v1/invitations", json=invited))["id"],
        "webhook_id": webhook,
        "delivery_id": (await ok("POST", f"/v1/webhooks/{webhook}/test"))["delivery"],
        "faq_id": (await ok("POST", "/v1/faqs", json={"language": "en", "question": "How do I return it?"}))["id"],
        "source_id": (await ok("POST", "/v1/faq-sources", params={"address": "a.md"}, content=b"# Returns\n\nYes."))[
            "id"
        ],
        "area_id": (await ok("POST", "/v1/areas", json={"name": "Delivery"}))["id"],
        "view_id": (await ok("POST", "/v1/backlog/views", json={"name": "Next", "filters": {}}))["id"],
        "rule_id": (await ok("POST", "/v1/signals/rules", json=rule))["id"],
        "note_id": note["notes"][0]["id"],
        "target_id": (await ok("PUT", "/v1/targets", json=TARGET))["id"],
        "tracker_id": (await connecting.connect(workspace, TRACKER, Egress(), now=watch()))[0],
        "alert_id": await _alert(workspace, theme, watch),
        "import_id": await _import(workspace, watch),
        "member_id": (await _member(workspace, watch)),
    }
    return found


TARGET = {"metric": "nps", "by": "department", "value": "billing", "goal": 30}
TRACKER = TrackerIn.model_validate({"kind": "github", "project": "acme/shop", "token": "of-this-test"})


async def _member(workspace: str, watch: Any) -> str:
    email = f"{uuid4().hex}@example.test"
    return (await accounts.create_member(workspace, email, PASSWORD, "Lee", Role.product, now=watch())).id


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
