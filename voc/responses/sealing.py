"""Answers at rest: as everybody may read them, and what was given word for word sealed beside that.

Most answers hold nothing personal and are kept once. Everything that lists, counts, searches, exports or sends reads
`answers` and needs to know of nothing else; `opened` is for the respondents themselves, for the verbatims that become
feedback (which seals them in turn), and for whoever asks by name (`voc.responses.revealing`).
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

from voc import outbox, vault
from voc.clock import EPOCH
from voc.errors import VocError
from voc.queue import Task
from voc.responses.masking import masked
from voc.surveys import queries as surveys
from voc.surveys.definition import Definition

Row = dict[str, Any]
AT_ONCE_CHARACTERS = 50_000
"""Some milliseconds of looking for personal data; more is done beside the event loop."""


async def kept(workspace: str, definition: Definition | None, answers: Mapping[str, Any]) -> Row:
    """The fields in which a record keeps `answers`; without a definition every text may be somebody's words."""
    shown = await _masked(definition, answers)
    given = {
        id_: vault.seal(workspace, json.dumps(answer, ensure_ascii=False))
        for id_, answer in answers.items()
        if shown[id_] != answer
    }
    return {"answers": shown, "given": given}


def opened(row: Row) -> Row:
    """A stored record's answers as they were given.

    Raises:
        Unreadable: sealed with another secret.
    """
    sealed = row.get("given") or {}
    return row["answers"] | {id_: json.loads(vault.unseal(row["workspace"], each)) for id_, each in sealed.items()}


def print_of(workspace: str, fingerprint: str) -> str:
    """A body's fingerprint as it is stored: without the key nobody can try which telephone number it was made of."""
    return vault.sign("response", f"{workspace}\0{fingerprint}")


def is_earlier(row: Row) -> bool:
    """Whether a record comes from before answers were sealed."""
    return row.get("given") is None


async def readable(rows: Sequence[Row]) -> list[Row]:
    """Stored records with `answers` as everybody may read them, and in `masked` whose personal data are left out.

    Earlier records are masked here, and a task is asked to seal them for good.
    """
    found = []
    known: dict[tuple[str, int], Definition | None] = {}
    for row in rows:
        if is_earlier(row):
            shown = await _masked(await definition_of(row, known), row["answers"])
            names = [id_ for id_, answer in row["answers"].items() if shown[id_] != answer]
            found.append(row | {"answers": shown, "masked": names})
        else:
            found.append(row | {"masked": list(row["given"])})
    for workspace in {row["workspace"] for row in rows if is_earlier(row)}:
        await outbox.request(workspace, Task.seal_answers, at=EPOCH)
    return found


async def definition_of(row: Row, known: dict[tuple[str, int], Definition | None]) -> Definition | None:
    """What a record's survey asked in its version; None if that is gone. `known` saves reading it twice."""
    place = (row["survey"], row["version"])
    if place not in known:
        try:
            known[place] = (await surveys.version(row["workspace"], *place)).definition
        except VocError:  # removed, or of a version that is no more
            known[place] = None
    return known[place]


async def _masked(definition: Definition | None, answers: Mapping[str, Any]) -> Row:
    asked = {each.id: each.type for each in definition.questions} if definition else {}

    def every() -> Row:
        return {id_: masked(asked.get(id_), answer) for id_, answer in answers.items()}

    return await asyncio.to_thread(every) if len(repr(answers)) > AT_ONCE_CHARACTERS else every()
