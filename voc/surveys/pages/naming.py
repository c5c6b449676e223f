"""What the tabs call things that other capabilities own."""

from collections.abc import Awaitable, Callable

SegmentNames = Callable[[str], Awaitable[dict[str, str]]]
"""A workspace's segments: the name of each by its id."""
