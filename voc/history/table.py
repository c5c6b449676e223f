"""A table of customers: which column is which, and what each row says; pure but for reading the bytes.

The file is never kept: the page sends it along from step to step, and contacts rest nowhere in clear.
"""

import io
import math
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from voc.customers.domain import Claim, IdentityKind
from voc.customers.importing import CustomerRow, RefusedRow
from voc.errors import Invalid
from voc.feedback.senders import claim_of
from voc.history import consent_columns
from voc.history.consent_columns import Clockwork
from voc.imports.errors import EmptyFile, UnreadableFile, WrongEncoding
from voc.imports.reading import read_table
from voc.imports.rows import Rejected, Row
from voc.values import Value

ROWS_LIMIT = 10_000
ENCODINGS = ("utf-8", "utf-16", "cp949")
"""Tried in this order; anything but text fails in the first two."""
VALUE_LIMIT_CHARACTERS = 1_000
NAME_LIMIT_CHARACTERS = 100


class Role(StrEnum):
    """What a column says."""

    external_id = "external_id"
    email = "email"
    phone = "phone"
    name = "name"
    account = "account"
    attribute = "attribute"
    """Kept under the column's own name."""
    consent = "consent"
    """What they agreed to, or when, or in which words; the column's name says which."""
    ignored = "ignored"


NAMES: Mapping[Role, tuple[str, ...]] = {
    Role.external_id: (
        "external id", "customer id", "id", "user id", "userid", "member id", "customer number", "customer",
        "고객번호", "고객 번호", "고객id", "고객 id", "회원번호", "회원id", "아이디",
    ),
    Role.email: ("email", "e mail", "email address", "mail", "이메일", "메일", "이메일주소", "이메일 주소"),
    Role.phone: (
        "phone", "phone number", "mobile", "mobile phone", "cell", "cell phone", "tel", "telephone",
        "전화", "전화번호", "휴대폰", "휴대폰번호", "휴대전화", "연락처", "핸드폰",
    ),
    Role.name: ("name", "full name", "customer name", "contact name", "이름", "성명", "고객명", "성함"),
    Role.account: (
        "account", "company", "company name", "organisation", "organization", "회사", "회사명",
        "거래처", "고객사",
    ),
}  # fmt: skip
"""What columns are commonly called; an earlier name wins over a later one."""
SEVERAL = (Role.email, Role.phone)
CONTACTS = {Role.external_id: IdentityKind.external, Role.email: IdentityKind.email, Role.phone: IdentityKind.phone}


class Table(Value):
    """What was read of a file."""

    columns: list[str]
    rows: list[tuple[int, dict[str, str]]]
    """Line and cells of each readable row."""
    unreadable: list[tuple[int, str]]
    """Line and reason of the others."""


def read(content: bytes, name: str = "customers.csv") -> Table:
    """Every row of a CSV or TSV file, in UTF-8 or as Excel writes it: in UTF-16, or in Korea in CP949.

    Raises:
        WrongEncoding: it is in none of these.
        UnreadableFile: it is no table.
        Invalid: more than `ROWS_LIMIT` rows.
    """
    problem: WrongEncoding | None = None
    for encoding in ENCODINGS:
        try:
            return _read(content, name, encoding)
        except WrongEncoding as error:
            problem = problem or error
    raise problem or WrongEncoding("The file is in no known encoding.")


def _read(content: bytes, name: str, encoding: str) -> Table:
    rows: list[tuple[int, dict[str, str]]] = []
    unreadable: list[tuple[int, str]] = []
    for record in read_table(io.BytesIO(content), encoding=encoding, name=name):
        if isinstance(record, Rejected):
            unreadable.append((record.line, record.reason))
        elif isinstance(record, Row):
            rows.append((record.line, record.values))
        if len(rows) + len(unreadable) > ROWS_LIMIT:
            raise Invalid(f"A file may hold {ROWS_LIMIT:,} customers. Split it and import the parts.")
    if not rows:
        raise (
            UnreadableFile(f"Line {unreadable[0][0]}: {unreadable[0][1]}.")
            if unreadable
            else EmptyFile("There are no rows under the header line.")
        )
    return Table(
        columns=list(dict.fromkeys(each for _, cells in rows for each in cells)), rows=rows, unreadable=unreadable
    )


def roles_of(columns: Sequence[str]) -> dict[str, Role]:
    """What each column most likely says; what nobody recognises is an attribute.

    Somebody may have several addresses and numbers, but one id, name and account: there the surest name wins.
    """
    plain = {column: _plain(column) for column in columns}
    found: dict[str, Role] = {}
    for role, names in NAMES.items():
        called = sorted((names.index(plain[each]), each) for each in columns if plain[each] in names)
        for _, column in called if role in SEVERAL else called[:1]:
            found.setdefault(column, role)
    usual = {each: Role.consent if consent_columns.is_one(plain[each]) else Role.attribute for each in columns}
    return usual | found


def says_consent(column: str) -> bool:
    """Whether a column's name is one of those that say what somebody agreed to."""
    return consent_columns.is_one(_plain(column))


def recognised(content: bytes, clock: Clockwork) -> tuple[list[CustomerRow], list[RefusedRow]]:
    """The customers of a file whose columns bear their usual names, and the rows that are none.

    Raises:
        UnreadableFile: it is no table.
        Invalid: more than `ROWS_LIMIT` rows.
    """
    found = read(content)
    return customers_in(found, roles_of(found.columns), clock)


def customers_in(
    table: Table, roles: Mapping[str, Role], clock: Clockwork
) -> tuple[list[CustomerRow], list[RefusedRow]]:
    """The rows as customers, and those that are none with the reason.

    Args:
        table: what was read.
        roles: by column; columns that are not named are attributes.
        clock: how times of consent are read.
    """
    numeric = {column for column in table.columns if _is_numeric(table, column)}
    good: list[CustomerRow] = []
    refused = [RefusedRow(line=line, reason=reason) for line, reason in table.unreadable]
    for line, cells in table.rows:
        try:
            row = _customer(line, cells, roles, numeric)
            good.append(row.model_copy(update={"decisions": consent_columns.decisions(_consent(cells, roles), clock)}))
        except Invalid as error:
            refused.append(RefusedRow(line=line, reason=error.detail))
    return good, sorted(refused, key=lambda each: each.line)


def _customer(line: int, cells: Mapping[str, str], roles: Mapping[str, Role], numeric: set[str]) -> CustomerRow:
    claims: list[Claim] = []
    name: str | None = None
    attributes: dict[str, str | float | int] = {}
    for column, cell in cells.items():
        role, value = roles.get(column, Role.attribute), cell.strip()
        if not value or role in (Role.ignored, Role.consent):
            continue
        if len(value) > VALUE_LIMIT_CHARACTERS:
            raise Invalid(f"{column!r} is longer than {VALUE_LIMIT_CHARACTERS:,} characters")
        if role in CONTACTS:
            claims.append(claim_of(value) if role == Role.external_id else Claim(kind=CONTACTS[role], value=value))
        elif role == Role.name:
            name = value[:200]
        else:
            key = "account" if role == Role.account else attribute_name(column)
            attributes[key] = _number(value) if column in numeric and role == Role.attribute else value
    if not claims:
        raise Invalid("no id, e-mail address or phone number says who this is")
    return CustomerRow(line=line, claims=tuple(claims), name=name, attributes=attributes)


def _consent(cells: Mapping[str, str], roles: Mapping[str, Role]) -> dict[str, str]:
    """The filled cells about consent, by their columns' plain names."""
    told = {column: cell.strip() for column, cell in cells.items() if roles.get(column) == Role.consent}
    return {_plain(column): cell for column, cell in told.items() if cell}


def attribute_name(column: str) -> str:
    """A column's name without what MongoDB reads as an operator or a path."""
    return (column.replace(".", "_").replace("$", "_").strip() or "_")[:NAME_LIMIT_CHARACTERS]


def _is_numeric(table: Table, column: str) -> bool:
    """Whether every filled cell is a number as a program writes it; `007` and `1,000` are texts."""
    filled = [value for _, cells in table.rows if (value := cells.get(column, "").strip())]
    return bool(filled) and all(as_number(value) is not None for value in filled)


def as_number(value: str) -> int | float | None:
    """The number that `value` is, as programs write numbers; `007`, `1,000` and `1e9` are texts."""
    try:
        number = float(value) if "." in value else int(value)
    except ValueError:
        return None
    written = value.removeprefix("-")
    leading_zero = len(written) > 1 and written[0] == "0" and written[1] != "."
    plain = value.isascii() and written.replace(".", "", 1).isdigit() and len(written) <= 15
    return number if plain and not leading_zero and math.isfinite(number) else None


def _number(value: str) -> int | float | str:
    number = as_number(value)
    return value if number is None else number


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join("".join(each if each.isalnum() else " " for each in folded).split())
