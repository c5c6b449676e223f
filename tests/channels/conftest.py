"""Providers that call in, and a mailbox that is looked into."""

from tests.channels.feedback_mailbox import box, imap
from tests.channels.hook_calling import connect, http

__all__ = ["box", "connect", "http", "imap"]
