"""Names of signals and rules, and which rules fit; pure."""

import hashlib
from collections.abc import Mapping
from typing import Any


def signal_id(workspace: str, submission_id: str) -> str:
    """The id of what a sender calls `submission_id`; sent again it is the same."""
    return "sig_" + _digest("signal", workspace, submission_id)


def starter_rule_id(workspace: str, starter: str) -> str:
    """The id of a workspace's own copy of a built-in rule."""
    return "sgr_" + _digest("rule", workspace, starter)


def starter_survey_id(workspace: str, starter: str) -> str:
    """The id of the survey that a built-in rule starts."""
    return "srv_" + _digest("survey", workspace, starter)


def lookup(fields: Mapping[str, Any], attributes: Mapping[str, Any]) -> Any:
    """Finds what a rule's condition looks at: `event:FIELD` and `customer:ATTRIBUTE`."""

    def find(source: str) -> Any:
        kind, _, name = source.partition(":")
        if kind == "event":
            return fields.get(name)
        return attributes.get(name) if kind == "customer" else None

    return find


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:26].upper()
