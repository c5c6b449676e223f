"""What an entry says, and how entries hold together; pure but for the key."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from voc import vault
from voc.clock import stamp
from voc.values import Value

OURS = re.compile(r"[a-z]{2,5}_[0-9A-Za-z]{16,40}")
"""An id that we made; anything else in a path may be an address or a name."""
NAMES = re.compile(r"[a-z][a-z0-9.-]{0,40}")
"""What a kind of provider looks like."""
UNTRACEABLE = frozenset({"customer.erased"})
"""Whose subject must not be told from the entry: only whoever knows whom they look for finds it again."""
FIRST = ""
"""What the first entry has in place of the hash of one before."""


class By(StrEnum):
    """What sort of caller acted."""

    member = "member"
    key = "key"
    command = "command"
    """Somebody at the machine."""
    system = "system"


class Entry(Value):
    """One thing that was done."""

    workspace: str
    number: int
    """From 1, without gaps."""
    at: int
    """A `voc.clock.stamp`."""
    action: str
    by: By
    actor: str
    """Id of the member or key; empty for others."""
    subject: str
    """What it was done to; empty: the workspace."""
    details: dict[str, str]
    request: str
    """Id of the request, as answers and logs name it."""
    previous: str
    hash: str


class Deed(Value):
    """What is to be recorded."""

    action: str
    by: By
    actor: str = ""
    subject: str = ""
    details: dict[str, str] = {}
    request: str = ""


def entry_after(last: Entry | None, workspace: str, deed: Deed, *, now: datetime) -> Entry:
    """The entry that follows `last`."""
    fields = {
        "workspace": workspace,
        "number": last.number + 1 if last else 1,
        "at": stamp(now),
        **deed.model_dump(mode="json"),
        "previous": last.hash if last else FIRST,
    }
    return Entry.model_validate(fields | {"hash": hash_of(fields)})


def hash_of(fields: Mapping[str, object]) -> str:
    """Keyed by the installation's secret, of everything that an entry says besides."""
    said = {name: fields[name] for name in sorted(fields) if name != "hash"}
    return vault.sign("audit", json.dumps(said, sort_keys=True, ensure_ascii=True), characters=52)


def holds(entry: Entry, last: Entry | None) -> bool:
    """Whether an entry is as it was written, and follows `last`."""
    return (
        entry.hash == hash_of(entry.model_dump(mode="json"))
        and entry.number == (last.number + 1 if last else 1)
        and entry.previous == (last.hash if last else FIRST)
    )


def subject_of(workspace: str, action: str, given: str) -> str:
    """How the subject of a path is put on record: our own ids as they are, all else beyond recognition."""
    known = OURS.fullmatch(given) or NAMES.fullmatch(given)
    if known and action not in UNTRACEABLE:
        return given
    return "blind_" + vault.blind(workspace, "audit", given) if given else ""
