"""A company and the way of its messages."""

from tests.inviting import company, declared_tasks, post

__all__ = ["company", "declared_tasks", "post"]
