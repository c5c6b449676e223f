"""The words of a person who is erased, where they became a question or another wording of it.

What stands in an entry was cut out of what they said, and shown tidied, so it is found by its letters alone. What
others of those who ask it say as well stays: it is nobody's in particular. So does what a colleague wrote.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from voc.customers import queries as customers
from voc.customers.domain import top
from voc.database import durable
from voc.faq.documents import FaqEntry, FaqVector, FaqVersion
from voc.faq.domain import MACHINE
from voc.feedback.documents import Feedback

Row = dict[str, Any]
Theirs = Callable[[str], bool]
ERASED = "[ERASED]"
"""Stands for a question of which no other wording is left."""
TRIES = 5
_QUOTED = re.compile(r"^\s*>.*$", re.M)
_DRESS, _RUN = re.compile(r"[\W_]+"), re.compile(r"(.)\1{2,}")


async def forget_words(workspace: str, feedback: Sequence[str]) -> None:
    """Take the words of these verbatims, which are about to go, out of every entry and version. Twice is once."""
    rows = await _said(workspace, feedback)
    into = await customers.merged(workspace)
    people = {top(row["customer"] or row["respondent"], into) for row in rows}
    words = _letters_of(row["text"] for row in rows)
    await FaqVector.get_pymongo_collection().delete_many({"workspace": workspace, "of": {"$in": list(feedback)}})
    if words:
        await _scrub(workspace, words, feedback, lambda row: top(row["customer"] or row["respondent"], into) in people)


async def forget_texts(workspace: str, texts: Sequence[str], feedback: Sequence[str]) -> None:
    """The same for words whose verbatims went while a night worked with them."""
    await _scrub(workspace, _letters_of(texts), feedback, lambda _: False)


async def _scrub(workspace: str, words: str, feedback: Sequence[str], is_theirs: Callable[[Row], bool]) -> None:
    mine = {"workspace": workspace}
    entries = await FaqEntry.get_pymongo_collection().find(mine).to_list()
    versions = await FaqVersion.get_pymongo_collection().find(mine).to_list()
    by_entry: dict[str, list[Row]] = {row["_id"]: [] for row in entries}
    shown = {row["_id"]: [each for each in (row["content"], row["given_out"]) if each] for row in entries}
    for row in sorted(versions, key=lambda each: each["number"]):
        by_entry.setdefault(row["entry"], []).append(row)
    members = {row["_id"]: row["members"] for row in entries}
    for id_, own in by_entry.items():
        contents = [row["content"] for row in own] + shown.get(id_, [])
        wordings = {wording for content in contents for wording in _wordings(content) if letters(wording) in words}
        if not wordings and not set(members.get(id_, ())) & set(feedback):
            continue
        left = [row for row in await _said(workspace, members.get(id_, ())) if row["_id"] not in set(feedback)]
        others = _letters_of(row["text"] for row in left if not is_theirs(row))
        gone = {each for each in wordings if letters(each) not in others} - await _written(workspace, id_, own)
        await _take_out(workspace, id_, own, gone, set(feedback))


async def _take_out(workspace: str, id_: str, versions: Sequence[Row], gone: set[str], feedback: set[str]) -> None:
    """Versions first: whoever brings one back finds nothing there, whatever happens in between."""
    for row in versions:
        if gone & set(_wordings(row["content"])):
            change = {"$set": {"content": _without(row["content"], gone)}}
            await durable(FaqVersion).update_one({"_id": row["_id"], "workspace": workspace}, change)
    for _ in range(TRIES):
        row = await FaqEntry.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
        if row is None:
            return
        fields: Row = {"members": [each for each in row["members"] if each not in feedback]}
        for name in ("content", "given_out"):
            if row[name] and gone & set(_wordings(row[name])):
                fields[name] = _without(row[name], gone)
        same = {"_id": id_, "workspace": workspace, "revision": row["revision"]}
        written = await durable(FaqEntry).update_one(same, {"$set": fields, "$inc": {"revision": 1}})
        if written.matched_count:
            return


async def _written(workspace: str, id_: str, versions: Sequence[Row]) -> set[str]:
    """Wordings that came into an entry with a colleague's version."""
    row = await FaqEntry.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace}, {"versions": 1})
    by = {line["id"]: line["by"] for line in (row or {"versions": []})["versions"]}
    known: set[str] = set()
    written: set[str] = set()
    for each in versions:
        new = {letters(wording) for wording in _wordings(each["content"])} - known
        known |= new
        if by.get(each["_id"], MACHINE) != MACHINE:
            written |= {wording for wording in _wordings(each["content"]) if letters(wording) in new}
    return written


def letters(text: str) -> str:
    """A text by its letters and digits, however it is dressed."""
    return _RUN.sub(r"\1", _DRESS.sub("", unicodedata.normalize("NFKC", text).casefold()))


def _letters_of(texts: Iterable[str]) -> str:
    """Several texts, each on a line, so that nothing is found that runs from one into the next."""
    return "\n".join(letters(way) for text in texts for way in {text, _QUOTED.sub(" ", text)})


def _wordings(content: Row) -> list[str]:
    return [content["question"], *content["aliases"]]


def _without(content: Row, gone: set[str]) -> Row:
    aliases = [each for each in content["aliases"] if each not in gone]
    if content["question"] not in gone:
        return content | {"aliases": aliases}
    return content | {"question": aliases[0] if aliases else ERASED, "aliases": aliases[1:]}


async def _said(workspace: str, feedback: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    fields = dict.fromkeys(("text", "customer", "respondent"), 1)
    for start in range(0, len(feedback), 500):
        some = {"_id": {"$in": list(feedback[start : start + 500])}, "workspace": workspace}
        found += await Feedback.get_pymongo_collection().find(some, fields).to_list()
    return found
