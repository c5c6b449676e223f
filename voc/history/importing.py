"""The import of customers as pages: choose a file, say which column is which, import.

The file is kept by nobody between the steps: the form carries it along, so that contacts rest nowhere in clear.
"""

import asyncio
import base64
import binascii
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Template

from voc.clock import Clock
from voc.customers import importing
from voc.customers.importing import CustomerRow, RefusedRow
from voc.errors import Invalid
from voc.history import table
from voc.history.consent_columns import Clockwork
from voc.history.service import clockwork_of, who
from voc.history.table import Role, Table
from voc.imports.errors import UnreadableFile, WrongEncoding
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

FILE_LIMIT_BYTES = 8 * 1024 * 1024
FORM_LIMIT_BYTES = 12 * 1024 * 1024
"""The file in base64, and what else the form holds."""
SAMPLES = 3
REFUSED_SHOWN = 50
Caller = Request[Any, Any, Any]


class ImportCustomersPages(Controller):
    """Customers from a table."""

    path = "/customers/import"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.customers)]

    @get()
    async def choose(self, request: Caller) -> Template:
        """The form that takes a file."""
        return _show(request, {})

    @post(status_code=200, request_max_body_size=FORM_LIMIT_BYTES)
    async def step(self, request: Caller, clock: NamedDependency[Clock]) -> Template:
        """A chosen file shows its columns; columns that were said show what would be imported; then it is."""
        form = await request.form()
        try:
            name, content = await _file(form)
            read = await asyncio.to_thread(table.read, content, name)
        except (UnreadableFile, Invalid) as problem:
            told = problem.for_page() if isinstance(problem, UnreadableFile) else problem.detail
            undecoded = isinstance(problem, WrongEncoding)
            return _show(request, {"wrong": told, "undecoded": undecoded}, status=422)
        roles = _roles(read, form)
        clockwork = await clockwork_of(request.auth.workspace, now=clock())
        rows, refused = await asyncio.to_thread(_check, read, roles, clockwork)
        shown = {"name": name, "content": base64.b64encode(content).decode(), "columns": _columns(read, roles)}
        if form.get("do") != "import" or not rows:
            return _show(request, shown | {"good": len(rows), "refused": refused, "count": len(refused)})
        taken = await importing.take(request.auth.workspace, rows, now=clock(), by=who(request.auth))
        return _show(request, {"done": taken, "name": name, "refused": refused, "count": len(refused)})


def _show(request: Caller, context: Mapping[str, Any], *, status: int = 200) -> Template:
    blank: dict[str, Any] = {
        "wrong": None,
        "undecoded": False,
        "name": "",
        "content": "",
        "columns": [],
        "good": 0,
        "done": None,
    }
    blank |= {"refused": [], "count": 0}
    context = blank | dict(context)
    context["refused"] = context["refused"][:REFUSED_SHOWN]
    context["limit_rows"] = table.ROWS_LIMIT
    return page(request, "history/import.html", context, status=status)


async def _file(form: Mapping[str, Any]) -> tuple[str, bytes]:
    """The file, freshly chosen or carried along.

    Raises:
        Invalid: there is none, or it is too large.
    """
    chosen = form.get("file")
    if isinstance(chosen, UploadFile) and chosen.filename:
        content, name = await chosen.read(), chosen.filename
    else:
        try:
            content = base64.b64decode(str(form.get("content") or ""), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Invalid("The file did not arrive whole. Choose it again.") from error
        name = str(form.get("name") or "customers.csv")[:200]
    if not content:
        raise Invalid("Choose a file first.")
    if len(content) > FILE_LIMIT_BYTES:
        raise Invalid(f"The file is larger than {FILE_LIMIT_BYTES // 1024 // 1024} MB. Split it.")
    return name, content


def _roles(read: Table, form: Mapping[str, Any]) -> dict[str, Role]:
    """What each column says: what the form says, else what its name suggests."""
    roles = table.roles_of(read.columns)
    for number, column in enumerate(read.columns):
        said = form.get(f"column_{number}")
        if said in set(Role) and (said != Role.consent or table.says_consent(column)):
            roles[column] = Role(said)
    return roles


def _check(read: Table, roles: Mapping[str, Role], clockwork: Clockwork) -> tuple[list[CustomerRow], list[RefusedRow]]:
    rows, refused = table.customers_in(read, roles, clockwork)
    good, more = importing.checked(rows)
    return good, sorted([*refused, *more], key=lambda each: each.line)


def _columns(read: Table, roles: Mapping[str, Role]) -> list[dict[str, Any]]:
    samples: dict[str, list[str]] = {column: [] for column in read.columns}
    for _, cells in read.rows:
        for column, cell in cells.items():
            if cell.strip() and len(samples[column]) < SAMPLES and cell not in samples[column]:
                samples[column].append(cell)
    return [
        {
            "name": column,
            "role": roles[column].value,
            "samples": samples[column],
            "says_consent": table.says_consent(column),
        }
        for column in read.columns
    ]
