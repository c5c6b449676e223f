"""Whose way out a link is: somebody's, on one channel, for a link in an invitation or in a notice."""

from voc.channels.documents import Delivery
from voc.customers import queries as customers
from voc.errors import NotFound
from voc.invitations import queries, tokens
from voc.invitations.schemas import InvitationOut
from voc.values import Value


class Subject(Value):
    """Who decides, and about which channel."""

    workspace: str
    customer: str
    channel: str
    language: str | None
    """That they were written to in."""
    invitation: InvitationOut | None = None
    """The one that the link was in."""
    notice: str | None = None
    """The delivery that the link was in, where that was a notice."""

    async def members(self) -> list[str]:
        """Their records, the main one first."""
        try:
            whole = await customers.canonical(self.workspace, self.customer)
        except NotFound:
            return [self.customer]
        return await customers.members(self.workspace, whole)


def invited(invitation: InvitationOut) -> Subject:
    """Whoever was invited, on the channel of their invitation."""
    return Subject(
        workspace=invitation.workspace,
        customer=invitation.customer,
        channel=invitation.channel,
        language=invitation.language,
        invitation=invitation,
    )


async def by_token(token: str) -> Subject | None:
    """Whose link it is, in whatever workspace; None: nobody's."""
    if notice := tokens.notice_of(token):
        return await _noticed(notice)
    invitation = await queries.by_token(token)
    return invited(invitation) if invitation else None


async def _noticed(notice: str) -> Subject | None:
    row = await Delivery.get_pymongo_collection().find_one({"_id": notice})
    if row is None or not row["customer"]:
        return None
    return Subject(
        workspace=row["workspace"],
        customer=row["customer"],
        channel=row["channel"],
        language=row["language"],
        notice=row["_id"],
    )
