"""From a row to feedback: what is required, what is refused, and an id that only the content decides; pure."""

import hashlib
import json
import math
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

from voc.feedback.domain import TEXT_LIMIT_CHARACTERS
from voc.imports.columns import Columns
from voc.imports.dates import instant_of
from voc.imports.errors import BadTimezone
from voc.imports.people import contact_in, customer_in, is_contact
from voc.imports.rows import Rejected, Row, Said, cut
from voc.values import Value

CUSTOMER_LIMIT_CHARACTERS = 200
ATTRIBUTES_LIMIT = 30
ATTRIBUTE_LIMIT_CHARACTERS = 500
EARLIEST_YEAR = 1990
CONFLICT = "already stored with other values; was it imported with other columns or options?"
"""Why a row is rejected whose submission id is known with another body."""

Feedback = dict[str, Any]
"""A body for `POST /v1/feedback`, made of JSON values only."""


class Plan(Value):
    """How rows of one file become feedback."""

    columns: Columns | None = None
    """None where a preset knows them."""
    preset: str | None = None
    """The program whose export it is, by `voc.imports.presets`."""
    source: str = "file"
    """Separates two sources whose rows may be equal and yet are different feedback."""
    channel: str = "review"
    rating_scale: Literal[5, 10] = 5
    timezone: str = "UTC"
    """Of dates that do not say theirs."""


class Refused(ValueError):
    """Why a row is no feedback."""


def zone_of(name: str) -> tzinfo:
    """The time zone of that IANA name.

    Raises:
        BadTimezone: there is none.
    """
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise BadTimezone(f"There is no time zone {name!r}; try one like Asia/Seoul or Europe/Berlin.") from error


def to_feedback(row: Row, plan: Plan, ordinal: Callable[[bytes], int]) -> Feedback | Rejected:
    """The row as a body for `POST /v1/feedback`, or why it is none.

    Args:
        ordinal: how many rows of the file had this content before; asked once for each row.
    """
    content = content_of(row, plan)
    number = ordinal(content)
    if row.said is not None and row.said.id:
        number = 0  # the source says what is the same and what is not
    try:
        body = _said(row.said, plan) if row.said is not None else _body(row.values, plan)
    except Refused as reason:
        return Rejected(row.line, str(reason), "")
    return {"submission_id": submission_id(plan.source, content, number)} | body


def content_of(row: Row, plan: Plan) -> bytes:
    """What the row's identity is made of: the source's own id and the words, or all that stands in it."""
    if row.said is None:
        return canonical(row.values)
    if row.said.id:
        return "\0".join((plan.preset or "", row.said.id, _normal(row.said.text))).encode()
    return canonical({"text": row.said.text, "at": row.said.at, "who": row.said.customer or row.said.email})


def canonical(values: Mapping[str, str]) -> bytes:
    """The row's content, the same whatever the order of columns, the spaces around or the file format."""
    kept = {_normal(name): _normal(value) for name, value in values.items()}
    filled = {name: value for name, value in kept.items() if value}
    return json.dumps(filled, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def submission_id(source: str, content: bytes, ordinal: int) -> str:
    """The same for the same row in the same file twice, another for the second of two equal rows in one file."""
    digest = hashlib.sha256(f"{source}\0{ordinal}\0".encode() + content).hexdigest()
    return f"imp_{digest[:40]}"


def _said(said: Said, plan: Plan) -> Feedback:
    body: Feedback = {"text": _text(said.text, "text"), "channel": plan.channel}
    if said.rating:
        body |= {"rating": _rating(said.rating, 5, "rating"), "rating_scale": 5}
    if said.at:
        body["occurred_at"] = _date(said.at, plan, "date")
    if who := customer_in(said.customer, said.email, said.phone, said.name):
        body["customer"] = who
    if attributes := _attributes(said.attributes, set()):
        body["attributes"] = attributes
    return body


def _body(values: Mapping[str, str], plan: Plan) -> Feedback:
    columns = plan.columns or Columns(text="text")
    body: Feedback = {"text": _text(values.get(columns.text, ""), columns.text), "channel": plan.channel}
    if columns.rating and (written := values.get(columns.rating, "").strip()):
        body |= {"rating": _rating(written, plan.rating_scale, columns.rating), "rating_scale": plan.rating_scale}
    if columns.date and (written := values.get(columns.date, "").strip()):
        body["occurred_at"] = _date(written, plan, columns.date)
    own = _customer(values.get(columns.customer, "").strip(), columns.customer) if columns.customer else ""
    email, phone = (contact_in(values, kind, besides=columns.named()) for kind in ("email", "phone"))
    if who := customer_in(own, email, phone):
        body["customer"] = who
    if attributes := _attributes(values, columns.named()):
        body["attributes"] = attributes
    return body


def _text(written: str, column: str) -> str:
    text = written.strip()
    if not text:
        raise Refused(f"no text in {column!r}")
    if len(text) > TEXT_LIMIT_CHARACTERS:
        raise Refused(f"the text has {len(text):,} characters; the limit is {TEXT_LIMIT_CHARACTERS:,}")
    return text


def _rating(written: str, scale: int, column: str) -> float:
    try:
        rating = float(unicodedata.normalize("NFKC", written).replace(",", "."))
    except ValueError:
        rating = math.nan
    if not math.isfinite(rating):
        raise Refused(f"the rating {written[:40]!r} in {column!r} is not a number")
    if not 0 <= rating <= scale:
        hint = "; for ratings up to 10 use --rating-scale 10" if scale == 5 and 5 < rating <= 10 else ""
        raise Refused(f"the rating {rating:g} is out of range 0 to {scale}{hint}")
    return rating


def _date(written: str, plan: Plan, column: str) -> str:
    try:
        at = instant_of(written, zone_of(plan.timezone))
    except ValueError as error:
        raise Refused(f"{column!r}: {error}") from error
    if at.year < EARLIEST_YEAR:
        raise Refused(f"{column!r}: {written[:40]!r} lies before {EARLIEST_YEAR}")
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _customer(written: str, column: str) -> str:
    if len(written) > CUSTOMER_LIMIT_CHARACTERS:
        raise Refused(f"{column!r} has {len(written):,} characters; the limit is {CUSTOMER_LIMIT_CHARACTERS}")
    return written


def _attributes(values: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """What else is known, for filters and segments: bounded, and cut where the text never would be."""
    attributes: dict[str, str] = {}
    for name, value in values.items():
        if name in taken or not value.strip() or len(attributes) == ATTRIBUTES_LIMIT:
            continue
        if is_contact(name, value):
            continue  # the customer's goes with the customer; anybody else's is not ours to keep
        attributes[_attribute_name(name)] = cut(value.strip(), ATTRIBUTE_LIMIT_CHARACTERS)
    return attributes


def _attribute_name(name: str) -> str:
    """Without what MongoDB reads as an operator or a path."""
    return cut(name.replace(".", "_").replace("$", "_").strip() or "_", 100)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
