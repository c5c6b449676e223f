"""Rows of JSONL: one object a line."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from voc.imports.lines import LINE_LIMIT_CHARACTERS, Line
from voc.imports.rows import CELL_LIMIT_CHARACTERS, Rejected, Row, rejected


def read_jsonl(lines: Iterator[Line]) -> Iterator[Row | Rejected]:
    """Values become text: numbers as written by Python, null and missing alike empty, lists as JSON."""
    for line in lines:
        if line.text.strip():
            yield _row(line)


def _row(line: Line) -> Row | Rejected:
    try:
        return Row(line.number, _values(line))
    except ValueError as error:
        return rejected(line.number, str(error), line.text)
    except RecursionError:
        return rejected(line.number, "nested too deeply", line.text)


def _values(line: Line) -> dict[str, str]:
    if line.cut:
        raise ValueError(f"the line is longer than {LINE_LIMIT_CHARACTERS:,} characters")
    try:
        record = json.loads(line.text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    if not isinstance(record, dict):
        raise ValueError(f"not a JSON object but {_KINDS[type(record)]}")
    values = {name: _text(value) for name, value in record.items()}
    for name, value in values.items():
        _check(name, value)
    return values


_KINDS = {list: "a list", str: "a text", int: "a number", float: "a number", bool: "true or false", type(None): "null"}


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def _check(name: str, value: str) -> None:
    if len(value) > CELL_LIMIT_CHARACTERS:
        raise ValueError(f"the value {name!r} has {len(value):,} characters; the limit is {CELL_LIMIT_CHARACTERS:,}")
    if "\0" in value or "\0" in name:
        raise ValueError("contains a NUL character")
    if not (value.isascii() or _encodable(value)) or not _encodable(name):
        raise ValueError(f"{name!a} contains half of a surrogate pair, which is no character")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
