"""The collections of the audit."""

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.audit.domain import By


class AuditEntry(Document):
    """One thing that was done; see `domain.Entry`. Inserted, and never touched again."""

    id: str
    """The workspace and the number, see `queries.entry_id`."""
    workspace: str
    number: int
    at: int
    action: str
    by: By
    actor: str
    subject: str
    details: dict[str, str]
    request: str
    previous: str
    hash: str

    class Settings:
        name = "audit"
        indexes = [
            # page: the latest first; chain: in order
            IndexModel([("workspace", ASCENDING), ("number", DESCENDING)], name="in_order"),
        ]


class AuditHead(Document):
    """Where the chain of a workspace ends, or ended a moment ago; saves looking for it."""

    id: str
    """The workspace, too."""
    workspace: str
    number: int
    hash: str

    class Settings:
        name = "audit_heads"
