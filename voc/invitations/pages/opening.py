"""What all pages behind an invitation's links have in common."""

from voc.errors import NotFound
from voc.invitations import queries, subjects
from voc.invitations.schemas import InvitationOut
from voc.invitations.subjects import Subject
from voc.web.security import FOR_ANY_SITE, policy

OPEN = {"public": True, "csp": policy(images="https:"), FOR_ANY_SITE: True}
"""The token in the path is all the authority there is, so a form from elsewhere could do no more than its sender."""
QUIET_HEADERS = {
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "cache-control": "no-store",
}
"""Whoever has the address is let in: nobody hears it, not even the pages that an ending leads to."""


async def invitation_of(token: str) -> InvitationOut:
    """Whose link it is.

    Raises:
        NotFound: nobody's.
    """
    found = await queries.by_token(token)
    if found is None:
        raise _nowhere()
    return found


async def subject_of(token: str) -> Subject:
    """Whose way out a link is: in an invitation, or in a notice.

    Raises:
        NotFound: nobody's.
    """
    found = await subjects.by_token(token)
    if found is None:
        raise _nowhere()
    return found


def _nowhere() -> NotFound:
    return NotFound("This link leads nowhere. It may have been cut off: open it from the message again.")
