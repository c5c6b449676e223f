"""Bodies as web forms send them, which is how mail services hand mails on."""

import re
from urllib.parse import parse_qsl

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from voc.channels.incoming.charsets import decode
from voc.errors import Invalid
from voc.values import Value

FIELD_LIMIT_BYTES = 26 * 1024 * 1024
"""Of one field: a raw mail travels in one."""
_FIELDS_LIMIT = 300


class Form(Value):
    """A form that was sent."""

    fields: dict[str, bytes]
    """By name, as they came; of several under a name the first."""
    files: tuple[str, ...] = ()
    """Names of the files that came along; they are not kept."""

    def text(self, name: str) -> str:
        """A field as text; empty without it."""
        return decode(self.fields.get(name, b""), "utf-8")


def read_form(content_type: str, body: bytes) -> Form:
    """The form in a body.

    Raises:
        Invalid: it is none, or has too many fields.
    """
    kind, options = parse_options_header(content_type[:1_000])
    if kind == "application/x-www-form-urlencoded":
        return _of_url(body)
    if kind == "multipart/form-data" and re.fullmatch(r"[ -~]{1,200}", options.get("boundary", "")):
        return _of_parts(body, options["boundary"])
    raise Invalid("The body is no form.")


def _of_url(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode("latin-1"), True, encoding="latin-1", max_num_fields=_FIELDS_LIMIT)
    except ValueError as error:
        raise Invalid("The form has too many fields.") from error
    fields: dict[str, bytes] = {}
    for name, value in pairs:
        fields.setdefault(name[:200], value.encode("latin-1"))
    return Form(fields=fields)


def _of_parts(body: bytes, boundary: str) -> Form:
    fields: dict[str, bytes] = {}
    files: list[str] = []
    limits = {"max_segment_size": FIELD_LIMIT_BYTES, "max_segment_count": _FIELDS_LIMIT}
    try:
        with PushMultipartParser(boundary, len(body), **limits) as parser:
            name, written = "", bytearray()
            for event in parser.parse(body):
                if isinstance(event, MultipartSegment):
                    name, written = event.name[:200], bytearray()
                    if event.filename is not None:
                        files.append(event.filename[:200])
                        name = name if name in RAW_MAIL else ""
                elif event is None:
                    if name:
                        fields.setdefault(name, bytes(written))
                elif name:
                    written += event
    except MultipartError as error:
        raise Invalid("The form is broken off or has too many parts.") from error
    return Form(fields=fields, files=tuple(files))


RAW_MAIL = ("body-mime", "email")
"""Fields that hold a whole mail, which some send as a file."""
