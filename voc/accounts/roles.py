"""What each role may do with each resource: one table. What is not in it is refused.

Administrators and owners differ in one thing alone: only an owner says who is one (`service`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from voc.accounts.domain import Role
from voc.values import Resource, Scope

_READS = frozenset({Scope.read})
_WRITES = frozenset({Scope.read, Scope.write})
_ADMINISTERS = frozenset({Scope.admin})

_LEVELS = {"-": frozenset[Scope](), "r": _READS, "w": _WRITES, "a": _ADMINISTERS}
_TABLE = """
            feedback backlog surveys campaigns customers faq insights settings members privacy own
owner       a        a       a       a         a         a   a        a        a       a       a
admin       a        a       a       a         a         a   a        a        a       a       a
product     w        w       w       w         w         w   w        -        -       -       w
marketing   r        r       w       w         r         w   r        -        -       -       w
agent       w        r       r       r         w         r   r        -        -       -       w
analyst     r        r       r       r         r         r   w        -        -       -       w
viewer      r        r       r       -         -         r   r        -        -       -       w
"""
"""`r` reads, `w` reads and writes, `a` administers, `-` neither."""


def _parsed(table: str) -> dict[Role, Mapping[Resource, frozenset[Scope]]]:
    head, *rows = (line.split() for line in table.strip().splitlines())
    resources = [Resource(name) for name in head]
    return {
        Role(role): {
            resource: _LEVELS[level] for resource, level in zip(resources, levels, strict=True) if level != "-"
        }
        for role, *levels in rows
    }


MATRIX: Mapping[Role, Mapping[Resource, frozenset[Scope]]] = MappingProxyType(_parsed(_TABLE))
"""By role and resource; a role or a resource that is missing may do, and allows, nothing."""
