"""The chat panel: write to the company and read what it answered."""

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from pydantic import Field, TypeAdapter

from voc.asks import policy
from voc.asks.domain import customer_name, visitor_name
from voc.asks.policy import Rules
from voc.clock import Clock, stamp
from voc.conversations import queries, service
from voc.conversations.schemas import ChatLine
from voc.responses.schemas import Signature
from voc.values import Value
from voc.web.bodies import SIMPLE, read_json, validate
from voc.widget.api import place_of_widget

Caller = Request[Any, Any, Any]
LIMIT_BYTES = 64 * 1024


class ChatIn(Value):
    """Something that a customer writes."""

    submission_id: str = Field(min_length=1, max_length=100)
    """Sent again under the same id, it is stored once."""
    text: str = Field(min_length=1, max_length=5_000)
    choice: str | None = Field(default=None, max_length=200)
    """The value of the button that they tapped."""
    visitor: str = Field(min_length=8, max_length=100)
    """Made up by the browser; whoever knows it reads the conversation."""
    customer: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    signature: Signature | None = None
    name: str | None = Field(default=None, max_length=80)


class ChatReceived(Value):
    """It is stored."""

    id: str


class Chat(Value):
    """What was said, the oldest first."""

    lines: list[ChatLine]
    now: int
    """Milliseconds since 1970 on our clock; goes into `after` next time, less a few seconds."""


CHAT = TypeAdapter(ChatIn)


class ChatController(Controller):
    """Public: the conversation of one visitor's browser, or of a customer who is proven to be who they say."""

    path = "/c"
    tags = ["widget"]
    opt = {"public": True}
    request_max_body_size = LIMIT_BYTES
    security = [{}]

    @post("/{project:str}/chat", status_code=202, summary="Write in the chat")
    async def write(self, request: Caller, project: FromPath[str], clock: NamedDependency[Clock]) -> ChatReceived:
        """An answer of 2xx means that it is on disk; send again what got none, with the same `submission_id`."""
        workspace, rules = await place_of_widget(request, project)
        said = validate(CHAT, await read_json(request, types=SIMPLE))
        proven = policy.check_customer(rules, said.customer, said.signature)
        id_ = await service.chat_in(
            workspace.id,
            customer_name(said.customer) if said.customer and proven else visitor_name(said.visitor),
            said.text,
            said.submission_id,
            now=clock(),
            name=said.name,
            choice=said.choice,
            customer=None if proven else said.customer,
        )
        return ChatReceived(id=id_)

    @get("/{project:str}/chat", summary="Read the chat")
    async def read(
        self,
        request: Caller,
        project: FromPath[str],
        visitor: FromQuery[str],
        clock: NamedDependency[Clock],
        customer: FromQuery[str | None] = None,
        signature: FromQuery[str | None] = None,
        after: FromQuery[int | None] = None,
        seen: FromQuery[bool] = True,
    ) -> Response[Chat]:
        """What was said since `after`.

        Reading says that the customer sees it, so that answers are not sent by e-mail as well; `seen=false` while the
        panel is closed or hidden.
        """
        workspace, rules = await place_of_widget(request, project)
        people = _people(rules, visitor[:100], customer, signature)
        now = clock()
        if seen:
            await service.chat_seen(workspace.id, people, now=now)
        lines = await queries.chat(workspace.id, people, after=after)
        return Response(Chat(lines=lines, now=stamp(now)), headers={"cache-control": "no-store", "vary": "origin"})


def _people(rules: Rules, visitor: str, customer: str | None, signature: str | None) -> list[str]:
    """Whose conversation this browser may read: a name that anybody could give opens nothing."""
    proven = policy.check_customer(rules, customer, signature)
    return [visitor_name(visitor), *([customer_name(customer)] if customer and proven else [])]
