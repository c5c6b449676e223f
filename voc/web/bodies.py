"""JSON bodies and forms, read strictly: what MongoDB or a page cannot hold is refused here, with a 400.

msgspec decodes and already refuses NaN, Infinity, 1e400, lone surrogate escapes and control characters. Litestar
answers 500 to what it raises about invalid UTF-8 and deep nesting, and lets NUL and integers beyond 64 bit
through; so the decoded value is looked through once (10 µs for one verbatim, 3 ms for a thousand).
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import msgspec
from litestar.datastructures import FormMultiDict
from litestar.enums import RequestEncodingType
from litestar.exceptions import InternalServerException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.types import Empty
from litestar_htmx import HTMXRequest
from pydantic import TypeAdapter, ValidationError

from voc.errors import Invalid, VocError
from voc.web.problems import invalid

T = TypeVar("T")

JSON = "application/json"
SIMPLE = (JSON, "text/plain")
"""What pages of other sites may send without a preflight, and programs anyway."""
DEPTH_LIMIT = 32
"""Containers inside each other."""
BODY_DEADLINE_SECONDS = 30.0
"""How long a client may take to send a JSON body or a form without a file."""
FORM_LIMIT_BYTES = 256 * 1024
"""Largest form without a file, whatever the route takes: a parsed form is many times as large as its body."""
FIELDS_LIMIT = 1_000
"""Most fields of such a form."""
_decoder = msgspec.json.Decoder()


class NotJSON(VocError):
    """The body is declared as something else than JSON."""

    slug, title, status = "not-json", "Not JSON", 415


class SlowBody(VocError):
    """The body did not arrive in time."""

    slug, title, status = "slow-body", "Too slow", 408


class Gone(VocError):
    """The client left before its body was complete; nobody reads this answer."""

    slug, title, status = "client-gone", "Client gone", 400


class StrictRequest(HTMXRequest):
    """The request class of the whole app, so that `JSONBody[...]` parameters are read strictly too."""

    __slots__ = ()

    async def json(self) -> Any:
        """The decoded body; see `read_json`."""
        return await read_json(self)

    async def form(self) -> FormMultiDict:
        """The form's fields.

        Raises:
            RequestEntityTooLarge: a form without a file is larger than `FORM_LIMIT_BYTES`.
            Invalid: a part is not text of the encoding that it names, a field holds NUL, or too many fields.
        """
        try:
            if self._connection_state.form is Empty and self.content_type[0] == RequestEncodingType.URL_ENCODED:
                self._connection_state.form = _fields(await self._short_body())  # type: ignore[assignment]
            form = await super().form()
        except (LookupError, ValueError) as error:
            raise Invalid("The form is not readable as text.") from error
        if any("\0" in text for pair in form.multi_items() for text in pair if isinstance(text, str)):
            raise Invalid("The form holds a NUL character.")
        return form

    async def _short_body(self) -> bytes:
        if (self.content_length or 0) > FORM_LIMIT_BYTES:
            raise RequestEntityTooLarge
        body = bytearray()
        async with _in_time():
            async for chunk in self.stream():
                body += chunk
                if len(body) > FORM_LIMIT_BYTES:
                    raise RequestEntityTooLarge
        return bytes(body)


def _fields(body: bytes) -> dict[str, str | list[str]]:
    """As Litestar reads a form, which keeps the last thousand of them, passwords included, in memory."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS_LIMIT):
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(BODY_DEADLINE_SECONDS):
            yield
    except TimeoutError as error:
        raise SlowBody(f"The body did not arrive within {BODY_DEADLINE_SECONDS:.0f} s.") from error
    except InternalServerException as error:
        raise Gone("The client left before its body was complete.") from error


async def read_json(request: "HTMXRequest", *, types: Collection[str] = (JSON,)) -> Any:
    """The decoded JSON body.

    Args:
        request: whose body.
        types: content types that may declare it.

    The size limit is the route's `request_max_body_size`, enforced while the body streams in.

    Raises:
        NotJSON: another content type.
        SlowBody: it took longer than `BODY_DEADLINE_SECONDS`.
        Invalid: not JSON, or a value that cannot be stored.
    """
    if request.content_type[0] not in types:
        raise NotJSON("Send the body as `Content-Type: application/json`.")
    async with _in_time():
        body = await request.body()
    return decode(body)


def validate(adapter: TypeAdapter[T], value: Any, *, at: str = "") -> T:
    """`value` as the adapter's type.

    Raises:
        Invalid: it breaks the schema; `errors` names each place by JSON pointer, below `at`.
    """
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise invalid(error, at=at) from error


def decode(body: bytes) -> Any:
    """Strict JSON.

    Raises:
        Invalid: not JSON, invalid UTF-8, a lone surrogate, NUL, NaN or Infinity, an integer beyond 64 bit, or more than
            `DEPTH_LIMIT` containers inside each other.
    """
    try:
        value = _decoder.decode(body)
    except UnicodeDecodeError as error:
        raise Invalid("The body is not valid UTF-8.") from error
    except RecursionError as error:
        raise Invalid(_TOO_DEEP) from error
    except msgspec.DecodeError as error:
        raise Invalid(f"The body is not valid JSON: {error}.") from error
    _check(value)
    return value


_TOO_DEEP = f"The body nests deeper than {DEPTH_LIMIT} levels."


def _check(root: Any) -> None:
    """Look at everything, layer by layer, with as little Python per value as possible."""
    containers: list[Any] = [[root]]
    for _ in range(DEPTH_LIMIT + 1):
        values: list[Any] = []
        for each in containers:
            values += each
            if type(each) is dict:
                values += each.values()
        if "\0" in "".join([value for value in values if type(value) is str]):
            raise Invalid("The body holds a NUL character.")
        numbers = [value for value in values if type(value) is int]
        if numbers and (min(numbers) < -(2**63) or max(numbers) >= 2**63):
            raise Invalid("The body holds an integer beyond 64 bit.")
        containers = [value for value in values if type(value) in (dict, list)]
        if not containers:
            return
    raise Invalid(_TOO_DEEP)
