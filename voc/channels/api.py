"""Providers call in at /hooks; programs connect them and look after deliveries under /v1."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.channels import held, queries, receiving, service
from voc.channels.adapters import ADAPTERS
from voc.channels.describing import describe
from voc.channels.domain import Status, Webhook
from voc.channels.queries import Place
from voc.channels.receiving import Answering
from voc.channels.schemas import ChannelOut, Channels, DeliveryOut, DeliveryPage, Queued, TestIn, delivery_out
from voc.channels.testing import send_test
from voc.clock import Clock
from voc.errors import NotFound
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

BODY_LIMIT_BYTES = 26 * 1024 * 1024
"""Inbound e-mail comes with its attachments; mail services cut at 25 MB."""
Caller = Request[Any, Any, Any]
Exists = Callable[[str], Awaitable[bool]]


class HookController(Controller):
    """Public: what providers send. Nothing is parsed before its signature holds."""

    path = "/hooks"
    tags = ["channels"]
    opt = {"public": True, "uncounted": True}
    request_max_body_size = BODY_LIMIT_BYTES
    security = [{}]

    @get("/{channel:str}/{provider:str}/{workspace:str}", summary="A provider looks whether we are there")
    async def greet(
        self,
        request: Caller,
        channel: FromPath[str],
        provider: FromPath[str],
        workspace: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[bytes]:
        """The answer that the provider expects of whoever knows the secret."""
        adapter = await service.connected(workspace, f"{channel}.{provider}")
        reply = adapter.greet(_webhook(request, b"", clock, settings))
        if reply is None:
            raise NotFound("This provider sends messages here by POST.", adapter=adapter.kind)
        return Response(reply.body, status_code=reply.status, media_type=reply.media_type)

    @post("/{channel:str}/{provider:str}/{workspace:str}", status_code=200, summary="A provider's event")
    async def take(
        self,
        request: Caller,
        channel: FromPath[str],
        provider: FromPath[str],
        workspace: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        answering: NamedDependency[Answering],
    ) -> Response[bytes]:
        """2xx means that everything in it is on disk; an event that came before is stored once."""
        adapter = await service.connected(workspace, f"{channel}.{provider}")
        webhook = _webhook(request, await request.body(), clock, settings)
        reply = await receiving.receive(workspace, adapter, webhook, now=clock(), answering=answering)
        return Response(reply.body, status_code=reply.status, media_type=reply.media_type)


class ChannelController(Controller):
    """Connecting providers."""

    path = "/v1/channels"
    tags = ["channels"]
    guards = [requires(Scope.admin, Resource.settings)]

    @get(summary="Every provider, connected or not")
    async def list_channels(self, request: Caller, settings: NamedDependency[Settings]) -> Channels:
        """With their settings and the exact address that the provider should call."""
        workspace = request.auth.workspace
        connected = {adapter.kind: adapter for adapter in await service.setups(workspace)}
        return Channels(
            items=[
                describe(
                    adapter,
                    connected.get(kind),
                    workspace=workspace,
                    public_url=settings.public_url,
                    stands_in=service.stands_in(kind, settings),
                )
                for kind, adapter in ADAPTERS.items()
            ]
        )

    @get("/{kind:str}", summary="One provider")
    async def read(self, request: Caller, kind: FromPath[str], settings: NamedDependency[Settings]) -> ChannelOut:
        """Its settings without secrets."""
        adapter = service.adapter_class(kind)
        connected = {each.kind: each for each in await service.setups(request.auth.workspace)}
        return describe(
            adapter,
            connected.get(kind),
            workspace=request.auth.workspace,
            public_url=settings.public_url,
            stands_in=service.stands_in(kind, settings),
        )

    @put("/{kind:str}", summary="Connect a provider", audit="channel.connected")
    async def connect(
        self,
        request: Caller,
        kind: FromPath[str],
        data: JSONBody[dict[str, Any]],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> ChannelOut:
        """Secrets that are left out stay as they were."""
        workspace = request.auth.workspace
        adapter = await service.connect(workspace, kind, data, now=clock())
        return describe(type(adapter), adapter, workspace=workspace, public_url=settings.public_url)

    @delete("/{kind:str}", summary="Disconnect a provider", audit="channel.disconnected")
    async def disconnect(self, request: Caller, kind: FromPath[str]) -> None:
        """Its secrets are forgotten."""
        service.adapter_class(kind)
        await service.disconnect(request.auth.workspace, kind)

    @post("/{kind:str}/test", status_code=202, summary="Send a test message", audit="channel.tested")
    async def test(
        self,
        request: Caller,
        kind: FromPath[str],
        data: JSONBody[TestIn],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Queued:
        """Sent like any other; `GET /v1/deliveries/{id}` says what became of it."""
        workspace = request.auth.workspace
        return Queued(id=await send_test(workspace, kind, data.to, data.text, settings=settings, now=clock()))


class DeliveryController(Controller):
    """Messages that were sent, or will be."""

    path = "/v1/deliveries"
    tags = ["channels"]

    @get(guards=[requires(Scope.read, Resource.campaigns)], summary="List deliveries, the latest first")
    async def list_deliveries(
        self,
        request: Caller,
        channel: FromQuery[str | None] = None,
        status: FromQuery[Status | None] = None,
        origin: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> DeliveryPage:
        """Narrowed by any of the parameters."""
        before = Place(*from_cursor(cursor, int, str)) if cursor else None  # type: ignore[arg-type]
        rows = await queries.deliveries(
            request.auth.workspace, channel=channel, status=status, origin=origin, before=before, limit=limit + 1
        )
        more = to_cursor(*queries.place(rows[limit - 1])) if len(rows) > limit else None
        return DeliveryPage(items=[delivery_out(row) for row in rows[:limit]], next=more)

    @get("/{delivery_id:str}", guards=[requires(Scope.read, Resource.campaigns)], summary="Read one")
    async def read(self, request: Caller, delivery_id: FromPath[str]) -> DeliveryOut:
        """Where it stands, and every status that it had."""
        return delivery_out(await queries.delivery(request.auth.workspace, delivery_id))

    @post(
        "/{delivery_id:str}/resend",
        guards=[requires(Scope.write, Resource.campaigns)],
        status_code=200,
        summary="Send what is held",
    )
    async def resend(self, request: Caller, delivery_id: FromPath[str], clock: NamedDependency[Clock]) -> DeliveryOut:
        """For a person who has looked at the provider's own log and found that it was not sent."""
        return delivery_out(await held.resend(request.auth.workspace, delivery_id, now=clock()))

    @post(
        "/{delivery_id:str}/settle",
        guards=[requires(Scope.write, Resource.campaigns)],
        status_code=200,
        summary="It was sent",
    )
    async def settle(self, request: Caller, delivery_id: FromPath[str], clock: NamedDependency[Clock]) -> DeliveryOut:
        """For a person who has found it in the provider's own log."""
        return delivery_out(await held.settle(request.auth.workspace, delivery_id, now=clock()))


def _webhook(request: Caller, body: bytes, clock: Clock, settings: Settings) -> Webhook:
    query = request.url.query
    return Webhook(
        method=request.method,
        url=settings.public_url.rstrip("/") + request.url.path + (f"?{query}" if query else ""),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in request.scope["headers"]},
        query=dict(request.query_params.items()),
        body=body,
        at=clock(),
    )
