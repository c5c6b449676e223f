"""What somebody reads who follows the link in the message: their own words, and what became of them."""

from typing import Any

from voc.accounts import queries as accounts
from voc.backlog import queries as backlog
from voc.backlog.shipping.domain import shipping
from voc.backlog.telling import queries, tokens
from voc.backlog.telling.domain import ORIGIN
from voc.backlog.workflow import queries as workflow
from voc.channels.documents import Delivery
from voc.clock import from_stamp
from voc.customers import queries as customers
from voc.errors import NotFound
from voc.feedback import queries as feedback
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackOut
from voc.invitations import queries as invitations
from voc.invitations.tokens import notice_token
from voc.values import Value

WORDS_SHOWN = 5
STEPS = ("received", "planned", "in_progress", "shipped")
_AT = {"new": 0, "under_review": 0, "planned": 1, "in_progress": 2, "shipped": 3}
"""By status, how far along these it is."""


class Outcome(Value):
    """What became of somebody's feedback; nothing in it is about anybody else."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    company: str
    status: str
    """`new`, …, `shipped`, `closed`, `declined`; what is closed after it was shipped is shipped."""
    step: int | None
    """The place in `STEPS`; None for what will not be done."""
    changed_at: Any
    """When it came to stand there; None where nobody has touched it."""
    words: list[FeedbackOut]
    """Their own, personal data hidden, the latest first."""
    language: str
    """That they were written to in."""
    unsubscribe: str
    """The path where they stop such messages."""


async def by_token(token: str) -> Outcome:
    """What became of the feedback of whoever was sent this link.

    Raises:
        NotFound: nobody was, or they were erased.
    """
    id_ = tokens.delivery_of(token)
    row = await Delivery.get_pymongo_collection().find_one({"_id": id_}) if id_ else None
    if row is None or row["origin"]["kind"] != ORIGIN:
        raise NotFound("This link leads nowhere. It may have been cut off: open it from the message again.")
    workspace, item = row["workspace"], row["origin"]["id"]
    ranked, _ = await backlog.one_and_active(workspace, item)
    whole = await customers.canonical(workspace, row["customer"])
    theme = await queries.present(workspace, ranked.theme)
    own = Filters(theme=theme, customers=await customers.members(workspace, whole))
    company = await accounts.workspace(workspace)
    rules = await invitations.rules(workspace)
    return Outcome(
        company=rules.sender(company.name if company else "").name,
        words=(await feedback.page(workspace, own, limit=WORDS_SHOWN)).items,
        language=row["language"],
        unsubscribe=f"/u/{notice_token(row['_id'])}",
        **await _standing(workspace, item),
    )


async def _standing(workspace: str, item: str) -> dict[str, Any]:
    held = await workflow.stored(workspace, item)
    shipped = shipping(held.work, held.changes)
    status = "shipped" if shipped else held.work.status.value
    moves = [change for change in held.changes if any(step.field == "status" for step in change.steps)]
    last = shipped or (moves[-1] if moves else None)
    return {"status": status, "step": _AT.get(status), "changed_at": from_stamp(last.at) if last else None}
