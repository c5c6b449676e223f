"""What others wrote about somebody who is erased: their name goes, the rest of the sentence stays.

E-mail addresses and telephone numbers were taken out before anything was stored; names are, unless a text says that one
follows, known only by their owner's record.
"""

import re
from collections.abc import Iterable
from typing import Any

from voc.database import durable
from voc.feedback.documents import Feedback
from voc.feedback.words import domain
from voc.feedback.words.forgetting import forget_words
from voc.responses.documents import Response

Row = dict[str, Any]
_LATIN_WORDS, _KOREAN_CHARACTERS = 2, 3
_HANGUL = re.compile(r"[가-힣]+")


def is_telling(name: str) -> bool:
    """Whether it names somebody where it stands in a sentence: "Rose" and "하나" are words."""
    return len(name.split()) >= _LATIN_WORDS or bool(_HANGUL.fullmatch(name)) and len(name) >= _KOREAN_CHARACTERS


def masked(text: str, pattern: re.Pattern[str]) -> str:
    """As long as before, so that spans within it stay where they are."""
    return pattern.sub(lambda found: "•" * len(found[0]), text)


async def mask(workspace: str, names: Iterable[str]) -> int:
    """Take these names out of what everybody of a workspace said and answered; says how many texts held one.

    May be repeated. What was written word for word is not kept of such a text.
    """
    count = 0
    for name in sorted({name.strip() for name in names if is_telling(name.strip())}):
        pattern = re.compile(r"\s+".join(map(re.escape, name.split())), re.IGNORECASE)
        condition = {"workspace": {"$eq": workspace}, "text": {"$regex": pattern.pattern, "$options": "i"}}
        fields = {"text": 1, "position": 1, "response": 1}
        found = await Feedback.get_pymongo_collection().find(condition, fields).to_list()
        for row in found:
            await _mask(workspace, row, pattern)
        count += len(found)
    return count


async def _mask(workspace: str, row: Row, pattern: re.Pattern[str]) -> None:
    """The text goes last: by it the rest is found again after a crash."""
    text = masked(row["text"], pattern)
    if row.get("response"):
        await _mask_answers(workspace, row["response"], pattern)
    await forget_words(workspace, {row["position"]: domain.keys(row["text"]) - domain.keys(text)})
    mine = {"_id": row["_id"], "workspace": workspace}
    await durable(Feedback).update_one(mine, {"$set": {"text": text, "verbatim": None}})


async def _mask_answers(workspace: str, response: str, pattern: re.Pattern[str]) -> None:
    mine = {"_id": response, "workspace": workspace}
    row = await Response.get_pymongo_collection().find_one(mine, {"answers": 1})
    if row is None:
        return
    answers = {
        question: masked(answer, pattern) if isinstance(answer, str) else answer
        for question, answer in row["answers"].items()
    }
    await durable(Response).update_one(mine, {"$set": {"answers": answers, "given": None}})
