"""What colleagues do on a customer's page."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field

from voc.channels.domain import Channel
from voc.clock import Clock
from voc.conversations import service as conversations
from voc.customers import merging, suppression
from voc.customers import queries as customers
from voc.customers.consents import Purpose
from voc.errors import Invalid, NotFound
from voc.history import service, views
from voc.history.schemas import ConsentBody, CustomerPatch
from voc.history.service import who
from voc.values import Resource, Scope
from voc.web.forms import Form
from voc.web.guards import requires
from voc.web.pages import page

WRITE = [requires(Scope.write, Resource.customers)]
Caller = Request[Any, Any, Any]


class AttributeForm(Form):
    """One thing that is known; an empty value takes it away."""

    name: str = Field(min_length=1, max_length=100, pattern=r"^[^.$][^.]*$")
    value: str = Field(default="", max_length=1_000)


class NameForm(Form):
    """What they are called."""

    name: str = Field(default="", max_length=200)


class OtherForm(Form):
    """Another record."""

    other: str = Field(max_length=60)


class AddressForm(Form):
    """An address by its identity's id."""

    address: str = Field(max_length=60)


class ConsentForm(Form):
    """A decision that a colleague was told."""

    channel: str = Field(max_length=20, pattern=r"^[a-z]+$")
    purpose: Purpose
    given: str = Field(pattern="^(yes|no)$")
    text: str = Field(default="", max_length=5_000)
    text_version: str = Field(default="", max_length=60)


class SayForm(Form):
    """What a colleague writes."""

    text: str = Field(max_length=10_000)
    channel: str = Field(default="", max_length=20, pattern="^[a-z]*$")
    submission_id: str = Field(min_length=8, max_length=64)
    """Of the form as it was shown: sent twice, it is said once."""


class CustomerActions(Controller):
    """Each leads back to the page, which shows what came of it."""

    path = "/customers"
    include_in_schema = False
    guards = WRITE

    @post("/{customer_id:str}/reveal", status_code=200, audit="customer.revealed")
    async def reveal(self, request: Caller, customer_id: FromPath[str], clock: NamedDependency[Clock]) -> Template:
        """The contacts in clear, once; the history says who looked."""
        workspace = request.auth.workspace
        person = await service.whom(workspace, customer_id)
        shown = await service.reveal(person, workspace, now=clock(), by=who(request.auth))
        context = {
            "person": views.person_view(person, {}),
            "contacts": views.contacts(person, shown),
            "ask": False,
        }
        answer = page(request, "history/contacts.html", context, fragment="history/_contacts.html")
        answer.headers["cache-control"] = "no-store"
        return answer

    @post("/{customer_id:str}/say", status_code=303)
    async def say(
        self, request: Caller, customer_id: FromPath[str], data: URLEncodedBody[SayForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Write to them, where they were heard last or on the channel chosen."""
        person = await service.whom(request.auth.workspace, customer_id)
        try:
            channel = Channel(data.channel) if data.channel else None
        except ValueError as error:
            raise Invalid("There is no such channel.") from error
        try:
            await conversations.say(
                request.auth.workspace,
                person.id,
                data.text,
                by=who(request.auth),
                now=clock(),
                channel=channel,
                submission_id=data.submission_id,
            )
        except conversations.Refusing as refusing:
            return _back(person.id, f"unsent={refusing.values['reason']}")
        return _back(person.id, "sent=1")

    @post("/{customer_id:str}/name", status_code=303)
    async def rename(
        self, request: Caller, customer_id: FromPath[str], data: URLEncodedBody[NameForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Call them something else."""
        return await _change(request, customer_id, CustomerPatch(name=data.name), clock)

    @post("/{customer_id:str}/attributes", status_code=303)
    async def set_attribute(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[AttributeForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Set one attribute, or take it away."""
        patch = CustomerPatch(attributes={data.name: views.typed(data.value)})
        return await _change(request, customer_id, patch, clock)

    @post("/{customer_id:str}/consents", status_code=303)
    async def decide(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[ConsentForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Record a decision that they told a colleague."""
        person = await service.whom(request.auth.workspace, customer_id)
        said = data.model_dump(include={"channel", "purpose", "text", "text_version"})
        body = ConsentBody(given=data.given == "yes", **said)
        await service.decide(person, request.auth.workspace, body, now=clock(), by=who(request.auth))
        return _back(person.id, "saved=1#consent")

    @post("/{customer_id:str}/suppress", status_code=303)
    async def suppress(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[AddressForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Send nothing more to an address."""
        suppress = partial(suppression.suppress, reason="manual")
        return await _change_address(request, customer_id, data.address, clock, suppress)

    @post("/{customer_id:str}/lift", status_code=303)
    async def lift(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[AddressForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Let an address be written to again."""
        return await _change_address(request, customer_id, data.address, clock, suppression.lift)

    @post("/{customer_id:str}/merge", status_code=303)
    async def merge(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[OtherForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Make another record part of this person; the page then offers to undo it."""
        workspace = request.auth.workspace
        person, other = [await service.whom(workspace, each) for each in (customer_id, data.other)]
        top = await merging.merge(workspace, into=person.id, other=other.id, now=clock(), by=who(request.auth))
        return _back(top, f"merged={other.id}")

    @post("/{customer_id:str}/unmerge", status_code=303)
    async def unmerge(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: URLEncodedBody[OtherForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Make a record a customer of its own again."""
        person = await service.whom(request.auth.workspace, customer_id)
        await service.take_out(person, request.auth.workspace, data.other, now=clock(), by=who(request.auth))
        return _back(person.id, "saved=1#same")


async def _change(request: Caller, customer_id: str, patch: CustomerPatch, clock: Clock) -> Redirect:
    person = await service.whom(request.auth.workspace, customer_id)
    await service.change(person, request.auth.workspace, patch, now=clock(), by=who(request.auth))
    return _back(person.id, "saved=1#known")


async def _change_address(
    request: Caller, customer_id: str, id_: str, clock: Clock, change: Callable[..., Awaitable[None]]
) -> Redirect:
    """`change` takes an address as `suppression` does."""
    workspace = request.auth.workspace
    person = await service.whom(workspace, customer_id)
    for each in await customers.addresses(workspace, person.id):
        if each.id == id_:
            await change(workspace, each.kind.value, each.value, now=clock(), customer=person.id)
            return _back(person.id, "saved=1#refusals")
    raise NotFound("This customer has no such address.", address=id_)


def _back(customer: str, told: str) -> Redirect:
    return Redirect(f"/customers/{customer}?{told}", status_code=303)
