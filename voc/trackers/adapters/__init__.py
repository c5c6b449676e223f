"""The providers, one file each."""

from voc.trackers.adapters.base import Adapter, Config, Hook, Issue
from voc.trackers.adapters.github import GitHub
from voc.trackers.adapters.gitlab import GitLab
from voc.trackers.adapters.jira import Jira
from voc.trackers.adapters.linear import Linear

__all__ = ["ADAPTERS", "Adapter", "Config", "Hook", "Issue"]

ADAPTERS: dict[str, type[Adapter]] = {each.kind: each for each in (GitHub, GitLab, Jira, Linear)}
"""By kind."""
