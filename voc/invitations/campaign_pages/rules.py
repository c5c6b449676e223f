"""How a workspace writes to people: sender, hours, country, the free way out."""

from collections import defaultdict
from typing import Any

from litestar import Controller, get, post
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.invitations import campaigns, queries
from voc.invitations.campaign_pages.clocks import ZONES
from voc.invitations.campaign_pages.drafts import Caller, Wrong, text
from voc.invitations.dressing import ending, label_of
from voc.invitations.regions import ADVERTISING, MAIL, REGIONS, region_of
from voc.invitations.schemas import Rules
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page

FIRST_COUNTRIES = ("KR", "US", "JP", "GB", "DE", "FR")
FIELDS = tuple(Rules.model_fields)


class SendingRulesPages(Controller):
    """For administrators."""

    path = "/settings/sending"
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.campaigns)]

    @get()
    async def show(self, request: Caller, saved: FromQuery[str] = "") -> Template:
        """The rules, and what they put under a message."""
        rules = await queries.rules(request.auth.workspace)
        return _page(request, rules, _fields(rules), saved=bool(saved))

    @post(status_code=303, audit="sending-rules.changed")
    async def save(self, request: Caller) -> Redirect | Template:
        """Keep them; what is sent from now on follows them."""
        form = await request.form()
        entered = {name: text(form, name, 300) for name in FIELDS}
        try:
            rules = Rules.model_validate(
                {name: value or None if "quiet" in name else value for name, value in entered.items()}
            )
        except ValidationError as error:
            known = await queries.rules(request.auth.workspace)
            return _page(request, known, entered, wrong=_wrong(error))
        await campaigns.set_rules(request.auth.workspace, rules)
        return Redirect("/settings/sending?saved=1", status_code=303)


def _page(
    request: Caller, rules: Rules, fields: dict[str, str], *, saved: bool = False, wrong: Wrong | None = None
) -> Template:
    language = language_of(request)
    region = region_of(rules.country)
    sender = rules.sender(request.user.workspace_name)
    context: dict[str, Any] = {
        "fields": fields,
        "wrong": defaultdict(str, wrong or {}),
        "saved": saved,
        "zones": list(dict.fromkeys([rules.zone, *ZONES])),
        "countries": list(dict.fromkeys([rules.country, *FIRST_COUNTRIES, *sorted(REGIONS)])),
        "workspace_name": request.user.workspace_name,
        "label": label_of(ADVERTISING, region),
        "below": {
            channel: ending(ADVERTISING, channel, region, sender, language=language, link=link)
            for channel, link in ((MAIL, "https://…/u/…"), ("sms", "https://…/l/…"))
        },
    }
    return page(request, "campaigns/rules.html", context, status=422 if wrong else 200)


def _fields(rules: Rules) -> dict[str, str]:
    return {
        name: "" if value is None else str(value)[:5] if "quiet" in name else str(value)
        for name, value in ((name, getattr(rules, name)) for name in FIELDS)
    }


def _wrong(error: ValidationError) -> Wrong:
    """Which fields do not fit; quiet hours that do not go together are said at their first one."""
    wrong: Wrong = {}
    for problem in error.errors():
        place = str(problem["loc"][0]) if problem["loc"] else "quiet_from"
        wrong[place] = "hours" if not problem["loc"] else "long" if problem["type"] == "string_too_long" else "fit"
    return wrong
