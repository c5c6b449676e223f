"""What went wrong with somebody's words, told without the words; pure."""

from bson.errors import BSONError
from pydantic import ValidationError
from pymongo.errors import PyMongoError

from voc import redaction
from voc.channels.redacting import redacted


def told(error: Exception) -> str:
    """An error as records and logs keep it.

    What checks and stores values quotes them: a name or what somebody said, which nothing recognises as personal. Of
    those errors only the kind and the place are kept.
    """
    return redacted(redaction.redacted(_described(error)).text)


def _described(error: Exception) -> str:
    kind = type(error).__name__
    if isinstance(error, ValidationError):
        places = {".".join(map(str, each["loc"])): None for each in error.errors(include_input=False)}
        return f"{kind} at {', '.join(places)}"
    if isinstance(error, PyMongoError | BSONError):
        return f"{kind}, code {getattr(error, 'code', None)}"
    return repr(error)
