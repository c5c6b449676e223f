"""A company, the way of its messages, and somebody who writes its campaigns."""

from tests.invitations.campaign_author import author
from tests.inviting import company, declared_tasks, post

__all__ = ["author", "company", "declared_tasks", "post"]
