"""A workspace's rules of asking: gaps, caps, sites, segments, and the secret that signs customers."""

import secrets
from collections.abc import Mapping
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.asks.documents import AskingRules
from voc.asks.domain import Afterwards, ChatButton, IdentityUnproven, Segment, WrongOrigin, is_signed
from voc.clock import EPOCH
from voc.database import durable
from voc.queue import Task
from voc.surveys.targeting import Policy
from voc.values import Value


class Rules(Value):
    """What a workspace has decided."""

    policy: Policy
    segments: dict[str, Segment]
    identity_secret: str
    chat: ChatButton = ChatButton()
    afterwards: Afterwards = Afterwards()


async def read(workspace: str) -> Rules:
    """The workspace's rules; the usual ones where nothing was decided, with a secret of its own."""
    collection = AskingRules.get_pymongo_collection()
    row = await collection.find_one({"_id": workspace})
    if row is None:
        document = AskingRules(
            id=workspace,
            workspace=workspace,
            policy=Policy().model_dump(mode="json"),
            segments={},
            identity_secret=secrets.token_hex(32),
        )
        try:
            await durable(AskingRules).insert_one(document.model_dump(by_alias=True))
        except DuplicateKeyError:  # two first readers
            return await read(workspace)
        row = document.model_dump(by_alias=True)
    return Rules(
        policy=Policy.model_validate(row["policy"]),
        segments={id_: Segment.model_validate(each) for id_, each in row["segments"].items()},
        identity_secret=row["identity_secret"],
        chat=ChatButton.model_validate(row.get("chat") or {}),
        afterwards=Afterwards.model_validate(row.get("afterwards") or {}),
    )


async def save(
    workspace: str,
    *,
    policy: Policy | None = None,
    segments: Mapping[str, Segment] | None = None,
    chat: ChatButton | None = None,
    afterwards: Afterwards | None = None,
) -> Rules:
    """Decide anew; what is None stays."""
    await read(workspace)
    fields: dict[str, Any] = {}
    if segments is not None:
        fields["segments"] = {id_: each.model_dump(mode="json") for id_, each in segments.items()}
    for name, value in {"policy": policy, "chat": chat, "afterwards": afterwards}.items():
        if value is not None:
            fields[name] = value.model_dump(mode="json")
    if fields:
        await durable(AskingRules).update_one({"_id": workspace}, {"$set": fields})
    if segments is not None:
        await outbox.request(workspace, Task.sum_tenures, at=EPOCH)
    return await read(workspace)


async def renew_secret(workspace: str) -> Rules:
    """A new secret; what the old one signed is refused from now on."""
    await read(workspace)
    await durable(AskingRules).update_one({"_id": workspace}, {"$set": {"identity_secret": secrets.token_hex(32)}})
    return await read(workspace)


def check_origin(policy: Policy, origin: str | None) -> None:
    """Refuse a page of a site that the workspace does not name; programs send no origin.

    Raises:
        WrongOrigin: another site's page.
    """
    if origin is not None and policy.origins and origin.lower().rstrip("/") not in policy.origins:
        raise WrongOrigin("This site may not ask in this workspace. Add its origin in the settings.", origin=origin)


def check_customer(rules: Rules, customer: str | None, signature: str | None) -> bool:
    """Whether the customer is proven to be who they say.

    Raises:
        IdentityUnproven: a signature that does not belong to the customer, or none where the workspace demands one.
    """
    if customer is None:
        return False
    proven = is_signed(rules.identity_secret, customer, signature)
    if not proven and (rules.policy.signed or signature):
        raise IdentityUnproven("The customer's signature is missing or does not belong to this customer.")
    return proven
