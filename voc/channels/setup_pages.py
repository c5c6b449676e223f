"""Setting up channels: which providers are connected, what to enter where, and a message to oneself."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.channels import service
from voc.channels.adapters import ADAPTERS
from voc.channels.describing import describe
from voc.channels.domain import IDENTITY_OF, Channel
from voc.channels.reaching import trouble
from voc.channels.schemas import ChannelOut, FieldOut
from voc.channels.testing import send_test
from voc.clock import Clock
from voc.errors import Invalid, VocError
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of, translations
from voc.web.pages import page

Caller = Request[Any, Any, Any]
Fields = dict[str, Any]
SENDING = (
    Channel.email, Channel.sms, Channel.kakao, Channel.messenger, Channel.instagram, Channel.line, Channel.slack,
    Channel.api,
)  # fmt: skip


class ChannelPages(Controller):
    """For administrators."""

    path = "/settings/channels"
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.settings)]

    @get()
    async def overview(self, request: Caller, settings: NamedDependency[Settings]) -> Template:
        """Every channel, who sends on it, and who could."""
        workspace = request.auth.workspace
        shown = await _described(workspace, settings)
        groups = []
        for channel in SENDING:
            sender = await service.sender_for(workspace, channel, settings)
            providers = [each for each in shown.values() if each.channel == channel]
            groups.append({"channel": channel.value, "sender": sender, "providers": providers})
        sends = any(group["sender"].sends for group in groups)
        links = trouble(settings.public_url) if sends else ""
        context = {"groups": groups, "links": links, "public_url": settings.public_url}
        return page(request, "channels/setup.html", context)

    @get("/{kind:str}")
    async def provider(
        self,
        request: Caller,
        kind: FromPath[str],
        settings: NamedDependency[Settings],
        saved: FromQuery[str] = "",
        test: FromQuery[str] = "",
    ) -> Template:
        """The settings of one provider."""
        return await _provider(request, kind, settings, saved=saved, test=test)

    @post("/{kind:str}", status_code=303, audit="channel.connected")
    async def connect(
        self, request: Caller, kind: FromPath[str], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Connect it, or change its settings."""
        form = await request.form()
        adapter = service.adapter_class(kind)
        given = {name: str(form.get(name, "")).strip() for name in adapter.Config.model_fields}
        config: Fields = {name: value for name, value in given.items() if value}
        config |= {each.name: each.name in form for each in _fields(kind) if each.kind == "boolean"}
        try:
            await service.connect(request.auth.workspace, kind, config, now=clock())
        except Invalid as error:
            return await _provider(request, kind, settings, given=given, error=error)
        return Redirect(f"/settings/channels/{kind}?saved=connected", status_code=303)

    @post("/{kind:str}/disconnect", status_code=303, audit="channel.disconnected")
    async def disconnect(self, request: Caller, kind: FromPath[str]) -> Redirect:
        """Forget its secrets; the page says before what that means."""
        service.adapter_class(kind)
        await service.disconnect(request.auth.workspace, kind)
        return Redirect(f"/settings/channels/{kind}?saved=disconnected", status_code=303)

    @post("/{kind:str}/test", status_code=303, audit="channel.tested")
    async def test(
        self, request: Caller, kind: FromPath[str], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """A message to oneself; the outbox shows what became of it."""
        to = str((await request.form()).get("to", "")).strip()
        try:
            id_ = await send_test(request.auth.workspace, kind, to, "", settings=settings, now=clock())
        except Invalid as error:
            return await _provider(request, kind, settings, test_to=to, test_error=error)
        return Redirect(f"/settings/channels/{kind}?test={id_}", status_code=303)


async def _described(workspace: str, settings: Settings) -> dict[str, ChannelOut]:
    connected = {adapter.kind: adapter for adapter in await service.setups(workspace)}
    url = settings.public_url
    return {
        kind: describe(
            adapter,
            connected.get(kind),
            workspace=workspace,
            public_url=url,
            stands_in=service.stands_in(kind, settings),
        )
        for kind, adapter in ADAPTERS.items()
    }


def _fields(kind: str) -> list[Any]:
    return describe(service.adapter_class(kind), None, workspace="", public_url="").fields


def _translated(field: FieldOut, language: str) -> FieldOut:
    words = translations(language)
    said = {name: words.gettext(text) if (text := getattr(field, name)) else "" for name in ("title", "description")}
    return field.model_copy(update=said)


async def _provider(
    request: Caller,
    kind: str,
    settings: Settings,
    *,
    saved: str = "",
    test: str = "",
    given: Fields | None = None,
    error: VocError | None = None,
    test_to: str = "",
    test_error: VocError | None = None,
) -> Template:
    service.adapter_class(kind)
    shown = (await _described(request.auth.workspace, settings))[kind]
    places = error.values.get("errors", []) if error else []
    context = {
        "provider": shown,
        "fields": [_translated(field, language_of(request)) for field in shown.fields],
        "values": shown.values | {name: value for name, value in (given or {}).items() if value},
        "wrong": {place["pointer"].strip("/").split("/")[0]: place["message"] for place in places},
        "wrong_elsewhere": [place["message"] for place in places if not place["pointer"].strip("/")],
        "saved": saved,
        "test": test,
        "test_to": test_to,
        "test_error": test_error,
        "can_test": (shown.connected or shown.of_installation)
        and shown.sends
        and Channel(shown.channel) in IDENTITY_OF,
    }
    return page(request, "channels/provider.html", context, status=400 if error or test_error else 200)
