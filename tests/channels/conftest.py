"""Providers that call in."""

from tests.channels.hook_calling import connect, http

__all__ = ["connect", "http"]
