"""What a delivery says, at rest: in clear, or sealed whole where it tells something personal.

What customers wrote comes back in what we write: a question repeats an answer, a colleague a number. Whoever may read a
delivery reads it as it was sent. Personal links are no personal data here: `delivery` makes them useless.
"""

import json
from collections.abc import Mapping
from typing import Any

from voc import vault
from voc.redaction import redacted

Row = dict[str, Any]
WORDS = ("subject", "text")
OF_LINKS = "key"


def kept(workspace: str, content: Row) -> Row:
    """A content as its delivery keeps it."""
    found = [span.kind for name in WORDS for span in redacted(content[name] or "").spans]
    return {"given": vault.seal(workspace, json.dumps(content))} if set(found) - {OF_LINKS} else content


def opened(delivery: Mapping[str, Any]) -> Row | None:
    """The content of a stored delivery; None before it was made.

    Raises:
        Unreadable: sealed with another secret.
    """
    content: Row | None = delivery.get("content")
    if not content or "given" not in content:
        return content
    words: Row = json.loads(vault.unseal(delivery["workspace"], content["given"]))
    return words
