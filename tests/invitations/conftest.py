"""A company, the way of its messages, and those who write its campaigns and get them."""

from tests.invitations.agreeing import ann
from tests.invitations.campaign_author import author
from tests.inviting import company, declared_tasks, post

__all__ = ["ann", "author", "company", "declared_tasks", "post"]
