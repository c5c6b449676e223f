"""The same company and the same way of a message as for invitations."""

from tests.inviting import company, declared_tasks, post

__all__ = ["company", "declared_tasks", "post"]
