"""A company whose item was raised by three customers on channels of their own, and the way of its messages."""

from tests.backlog_shipping.shipping import shop
from tests.inviting import declared_tasks, post

__all__ = ["declared_tasks", "post", "shop"]
