"""What an edit makes of an entry's words; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.errors import Invalid
from voc.faq.content import Conflict, Content, Sentence, Source, Support
from voc.faq.domain import Entry, moved, rewritten
from voc.faq.sources.queries import Cited
from voc.faq.states import Action

Wish = tuple[str, str | None]
"""A sentence as somebody wants it: its text, and the passage that it rests on."""


def edited(
    entry: Entry, wishes: Mapping[str, Any], answer: Sequence[Wish] | None, known: Mapping[str, Cited], *,
    by: str, at: int,
) -> Entry | None:  # fmt: skip
    """The entry with what a person wants; None where it says so already.

    Raises:
        WrongMove: it may not be edited where it stands.
        Invalid: a sentence names a passage that is not there.
    """
    sentences = entry.content.answer if answer is None else _sentences(entry.content, answer, known, by)
    content = Content.model_validate(entry.content.model_dump() | dict(wishes) | {"answer": sentences})
    if content == entry.content:
        return None
    return rewritten(_relevant(entry, content), content, Action.edit, by=by, at=at)


def restored(entry: Entry, content: Content, *, number: int, by: str, at: int) -> Entry | None:
    """The entry with the words of an earlier version, exactly."""
    if content == entry.content:
        return None
    return rewritten(_relevant(entry, content), content, Action.edit, by=by, at=at, why=f"restore {number}")


def chosen(entry: Entry, place: int, side: str, *, by: str, at: int) -> Entry:
    """The entry after a person said which of two contradicting sentences is right; the other one leaves the answer.

    Raises:
        Invalid: there is no such contradiction.
    """
    if not 0 <= place < len(entry.conflicts):
        raise Invalid("No such contradiction.", errors=[{"parameter": "conflict", "message": "is not there"}])
    conflict = entry.conflicts[place]
    right, wrong = (conflict.one, conflict.other) if side == "one" else (conflict.other, conflict.one)
    settled = conflict.model_copy(update={"chosen": right.text, "by": by})
    conflicts = (*entry.conflicts[:place], settled, *entry.conflicts[place + 1 :])
    answer = _with(entry.content.answer, right, wrong)
    content = entry.content.model_copy(update={"answer": answer})
    new = entry.model_copy(update={"conflicts": conflicts})
    if content == entry.content:
        return moved(new, Action.edit, by=by, at=at, why="choose")
    return rewritten(new, content, Action.edit, by=by, at=at, why="choose")


def sourced(text: str, passage: Cited, before: Source | None = None) -> Sentence:
    """A sentence that rests on a passage: word for word, or still to be held against it."""
    start = passage.text.find(text)
    if start >= 0:
        source = Source(passage=passage.passage, source=passage.source, start=start, end=start + len(text), quote=text)
        return Sentence(text=text, source=source, support=Support.quoted)
    whole = Source(
        passage=passage.passage, source=passage.source, start=0, end=len(passage.text), quote=passage.text
    )  # fmt: skip
    return Sentence(text=text, source=before or whole, support=Support.unchecked)


def _sentences(content: Content, wishes: Sequence[Wish], known: Mapping[str, Cited], by: str) -> tuple[Sentence, ...]:
    left = list(content.answer)
    found = []
    for text, passage in wishes:
        same = next((each for each in left if each.text == text and _of(each) == passage), None)
        if same is not None:
            left.remove(same)
        found.append(same or _sentence(text, passage, left, known, by))
    return tuple(found)


def _sentence(
    text: str, passage: str | None, left: Sequence[Sentence], known: Mapping[str, Cited], by: str
) -> Sentence:
    if passage is None:
        return Sentence(text=text, by=by, support=Support.own)
    before = next((each.source for each in left if _of(each) == passage), None)
    if passage not in known:
        where = {"pointer": "/answer", "message": f"{passage} is no passage of a source"}
        raise Invalid("A sentence rests on a passage that is not there.", errors=[where])
    return sourced(text, known[passage], before)


def _of(sentence: Sentence) -> str | None:
    return sentence.source.passage if sentence.source else None


def _relevant(entry: Entry, content: Content) -> Entry:
    """Without contradictions of sentences that are not in the answer any more."""
    said = {each.text for each in content.answer}
    kept = tuple(each for each in entry.conflicts if each.chosen or {each.one.text, each.other.text} & said)
    return entry.model_copy(update={"conflicts": kept})


def _with(answer: Sequence[Sentence], right: Sentence, wrong: Sentence) -> tuple[Sentence, ...]:
    texts = [each.text for each in answer]
    if right.text in texts:
        return tuple(each for each in answer if each.text != wrong.text)
    return tuple(right if each.text == wrong.text else each for each in answer)


def merged(known: Sequence[Conflict], found: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Contradictions with those that are new; what a person decided stays decided."""
    pairs = {frozenset((each.one.text, each.other.text)) for each in known}
    return (*known, *(each for each in found if frozenset((each.one.text, each.other.text)) not in pairs))
