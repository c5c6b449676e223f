"""The settings of the widget: the snippet, who may ask how often, segments, and customers who prove who they are."""

import json
from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.asks import policy
from voc.asks.domain import GREETING_LIMIT, Afterwards, ChatButton, Segment
from voc.errors import Invalid
from voc.settings import Settings
from voc.surveys.pages.tabs import Wrong, address, whole
from voc.surveys.sharing import LANGUAGES, npm_setup, snippet
from voc.surveys.targeting import Policy
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page
from voc.widget import segments, signing
from voc.widget.forms import AfterwardsForm, ChatForm, IdentityForm, PolicyForm, SegmentForm

HERE = "/settings/widget"
ADMIN = [requires(Scope.admin, Resource.surveys)]
ORIGINS_LIMIT = 50
Caller = Request[Any, Any, Any]


class WidgetSettingsPages(Controller):
    """Rules of the whole workspace."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.read, Resource.surveys)]

    @get()
    async def show(
        self,
        request: Caller,
        settings: NamedDependency[Settings],
        segment: FromQuery[str] = "",
        removed: FromQuery[str] = "",
        saved: FromQuery[str] = "",
    ) -> Template:
        """All of them; `segment` opens one in the form."""
        rules = await policy.read(request.auth.workspace)
        known = rules.segments.get(segment)
        lines = segments.lines_of(segment, known) if known else None
        return await _show(request, settings, lines=lines, removed=_removed(removed), saved=saved)

    @post(guards=ADMIN, status_code=303, audit="widget.changed")
    async def save(
        self, request: Caller, data: URLEncodedBody[PolicyForm], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Keep gaps, caps and sites."""
        fields, wrong = _policy(data)
        if wrong:
            return await _show(request, settings, form=data, wrong=wrong)
        present = (await policy.read(request.auth.workspace)).policy
        await policy.save(request.auth.workspace, policy=present.model_copy(update=fields))
        return _back(saved="policy")

    @post("/identity", guards=ADMIN, status_code=303, audit="widget.changed")
    async def identity(self, request: Caller, data: URLEncodedBody[IdentityForm]) -> Redirect:
        """Demand signatures, or no longer."""
        present = (await policy.read(request.auth.workspace)).policy
        await policy.save(request.auth.workspace, policy=present.model_copy(update={"signed": bool(data.signed)}))
        return _back(saved="identity")

    @post("/chat", guards=ADMIN, status_code=303, audit="widget.changed")
    async def chat(
        self, request: Caller, data: URLEncodedBody[ChatForm], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Show the chat's button, or no longer, and keep its greetings."""
        said = {language: getattr(data, f"greeting_{language}").strip() for language in LANGUAGES}
        wrong: Wrong = {f"greeting_{code}": "long" for code, text in said.items() if len(text) > GREETING_LIMIT}
        if wrong:
            return await _show(request, settings, greetings=said, wrong=wrong)
        greeting = {language: text for language, text in said.items() if text}
        await policy.save(request.auth.workspace, chat=ChatButton(button=bool(data.button), greeting=greeting))
        return _back(saved="chat")

    @post("/afterwards", guards=ADMIN, status_code=303, audit="widget.changed")
    async def afterwards(self, request: Caller, data: URLEncodedBody[AfterwardsForm]) -> Redirect:
        """Keep what the thank-you card goes on with."""
        wanted = Afterwards(answers=bool(data.answers), follow_up=bool(data.follow_up))
        await policy.save(request.auth.workspace, afterwards=wanted)
        return _back(saved="afterwards")

    @post("/secret", guards=ADMIN, status_code=303, audit="widget.secret-renewed")
    async def renew(self, request: Caller, data: URLEncodedBody[Form]) -> Redirect:
        """A new secret; the page says before what that breaks."""
        await policy.renew_secret(request.auth.workspace)
        return _back(saved="secret")

    @post("/segments", guards=ADMIN, status_code=303, audit="segments.changed")
    async def segment(self, request: Caller, settings: NamedDependency[Settings]) -> Redirect | Template:
        """Add a segment, or change the one with the form's `id`."""
        lines = segments.lines_of_form(await request.form())
        made, wrong = segments.segment_of(lines)
        known = (await policy.read(request.auth.workspace)).segments
        if made is not None and lines.id not in known and len(known) >= segments.SEGMENTS_LIMIT:
            raise Invalid(f"A workspace has at most {segments.SEGMENTS_LIMIT} segments.")
        if made is None:
            return await _show(request, settings, lines=lines, wrong=wrong)
        id_ = lines.id if lines.id in known else segments.new_id(made.name, known)
        await policy.save(request.auth.workspace, segments={**known, id_: made})
        return _back(saved="segment")

    @post("/segments/remove", guards=ADMIN, status_code=303, audit="segments.changed")
    async def remove(self, request: Caller, data: URLEncodedBody[SegmentForm]) -> Redirect:
        """Take a segment away; conditions that name it then find nobody, and the page offers to put it back."""
        known = (await policy.read(request.auth.workspace)).segments
        gone = known.get(data.id)
        if gone is None:
            return _back()
        await policy.save(request.auth.workspace, segments={id_: each for id_, each in known.items() if id_ != data.id})
        return _back(removed=json.dumps({"id": data.id, "segment": gone.model_dump(mode="json")}))

    @post("/segments/restore", guards=ADMIN, status_code=303, audit="segments.changed")
    async def restore(self, request: Caller, data: URLEncodedBody[SegmentForm]) -> Redirect:
        """Put a segment back under its id.

        Raises:
            Invalid: not what this page sent.
        """
        found = _removed(data.segment)
        if found is None:
            raise Invalid("This is not a segment. Open the page again.")
        known = (await policy.read(request.auth.workspace)).segments
        await policy.save(request.auth.workspace, segments={**known, found[0]: found[1]})
        return _back(saved="segment")


async def _show(
    request: Caller,
    settings: Settings,
    *,
    form: PolicyForm | None = None,
    lines: segments.Lines | None = None,
    removed: tuple[str, Segment] | None = None,
    greetings: dict[str, str] | None = None,
    saved: str = "",
    wrong: Wrong | None = None,
) -> Template:
    workspace = request.auth.workspace
    rules = await policy.read(workspace)
    admin = request.auth.may(Scope.admin, Resource.surveys)
    app_url = settings.public_url.rstrip("/")
    known = rules.segments.items()
    context = {
        "snippet": snippet(app_url, workspace),
        "npm": npm_setup(app_url, workspace),
        "policy": rules.policy,
        "fields": form or _fields(rules.policy),
        "chat": {"button": rules.chat.button, "says": greetings or rules.chat.greeting, "limit": GREETING_LIMIT},
        "afterwards": rules.afterwards,
        "secret": rules.identity_secret if admin else None,
        "examples": signing.examples(),
        "identify": signing.IDENTIFY,
        "segments": [
            (id_, each.name, each.model_dump(mode="json")["where"], segments.lines_of(id_, each) is not None)
            for id_, each in known
        ],
        "names": {"segments": {}, "answers": {}, "choices": {}},
        "lines": lines or segments.Lines(),
        "opened": lines is not None,
        "operators": segments.OPERATORS,
        "removed": (removed[1].name, _entry(*removed)) if removed else None,
        "saved": saved,
        "may_administer": admin,
        "wrong": defaultdict(str, wrong or {}),
    }
    return page(request, "widget/settings.html", context, status=422 if wrong else 200)


def _fields(rules: Policy) -> PolicyForm:
    return PolicyForm(
        quiet_days=str(rules.quiet_days), per_session=str(rules.per_session), per_page=str(rules.per_page),
        origins="\n".join(rules.origins),
    )  # fmt: skip


def _policy(form: PolicyForm) -> tuple[dict[str, Any], Wrong]:
    ranges = {"quiet_days": (0, 365), "per_session": (1, 100), "per_page": (1, 100)}
    amounts = {name: whole(getattr(form, name), *ends) for name, ends in ranges.items()}
    wrong: Wrong = {name: "range" for name, value in amounts.items() if value is None}
    given = [line.strip() for line in form.origins.replace(",", "\n").splitlines() if line.strip()]
    origins = list(dict.fromkeys(line.lower().rstrip("/") for line in given))
    if len(origins) > ORIGINS_LIMIT or not all(map(_is_origin, origins)):
        wrong["origins"] = "origin"
    return {**amounts, "origins": origins}, wrong


def _is_origin(text: str) -> bool:
    try:
        Policy(origins=[text])
    except ValidationError:
        return False
    return bool(urlsplit(text).hostname)


def _entry(id_: str, segment: Segment) -> str:
    return json.dumps({"id": id_, "segment": segment.model_dump(mode="json")})


def _removed(text: str) -> tuple[str, Segment] | None:
    try:
        said = json.loads(text) if text else None
        return (str(said["id"])[:60], Segment.model_validate(said["segment"])) if said else None
    except (ValueError, KeyError, TypeError):
        return None


def _back(**query: str) -> Redirect:
    return Redirect(address(HERE, **query), status_code=303)
