"""What a message does to a conversation; pure.

`step` decides everything: an opt-out first, in any state; then HELP and START; then, where a question waits, its answer
(a tap on a button, words that its type understands, "skip", "back"); and what is none of these is asked again, at most
twice, and kept as feedback where it says something. Where no question waits, words are feedback.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from voc.conversations import walking
from voc.conversations.runs import MISUNDERSTANDINGS, Run, RunState, Step, Walk
from voc.conversations.understanding.answers import Understood, tapped, understand
from voc.conversations.understanding.commands import Command, command, is_courtesy, says_nothing, wish
from voc.conversations.understanding.folding import fold, has_words
from voc.conversations.wording.asking import SKIP, Said
from voc.conversations.wording.words import say
from voc.surveys.definition import Definition
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import OTHER

SHORTEST_VOICE = 4
"""Letters that say something by themselves; two where each is a syllable."""


def begin(run: Run, *, definition: Definition, now: datetime, opening: str = "") -> Step:
    """Put the first question, after `opening`."""
    walk = Walk.of(run, definition)
    return walking.go_on(run, walk, now=now, lead=opening)


def step(
    run: Run | None,
    text: str,
    *,
    definition: Definition | None,
    now: datetime,
    choice: str | None = None,
    language: str = "en",
    sender: str = "",
) -> Step:
    """What one message does.

    Args:
        run: how the conversation stands; None where nothing was ever asked.
        text: what they wrote, or the label of the button that they tapped.
        definition: the survey of the run.
        now: the present.
        choice: the value of the button that they tapped.
        language: of our own words where there is no run.
        sender: who we are, where there is no run.
    """
    wanted = command(text)
    if wanted == Command.stop:
        return Step(run=_stopped(run), command=wanted)
    if run is not None and run.is_over(now):
        run = expire(run)
    if wanted == Command.help:
        tongue, name = (run.language, run.sender) if run else (language, sender)
        return Step(run=run, said=(Said(text=say(tongue, "help", sender=name or say(tongue, "us"))),), command=wanted)
    if run is None or definition is None or not run.is_open:
        return _unasked(run, text, wanted)
    return _answer(Walk.of(run, definition), text, choice, wanted, now=now)


def remind(run: Run, *, definition: Definition, now: datetime) -> Step:
    """Put the question once more; nothing where none waits."""
    walk = Walk.of(run, definition)
    question = definition.question(run.at or "")
    if question is None or not run.is_open or run.reminded or not run.reminds:
        return Step(run=run)
    reminded = run.model_copy(update={"state": RunState.reminded, "reminded": True})
    return Step(run=reminded, said=(walking.question_said(walk, question, now=now, said=[walk.voice.say("reminder")]),))


def expire(run: Run) -> Run:
    """Nobody answered in time."""
    return run.model_copy(update={"state": RunState.expired, "at": None})


def is_voice(text: str) -> bool:
    """Whether words that are no answer say something: "where is my parcel?", "느려"; not "hm" or "11"."""
    letters = [each for each in fold(text).text if each.isalpha()]
    syllables = sum("\u3040" <= each <= "\u30ff" or "\u4e00" <= each <= "\ud7a3" for each in letters)
    return has_words(text) and (len(letters) >= SHORTEST_VOICE or syllables >= SHORTEST_VOICE // 2)


def _stopped(run: Run | None) -> Run | None:
    return run.model_copy(update={"state": RunState.opted_out, "at": None}) if run else None


def _unasked(run: Run | None, text: str, wanted: Command | None) -> Step:
    """A message when no question waits: feedback, or a start."""
    if wanted == Command.start:
        started = run.model_copy(update={"state": RunState.none}) if run else None
        return Step(run=started, command=wanted)
    if not text.strip() or (run and run.state == RunState.finished and is_courtesy(text)):
        return Step(run=run)
    if run is None or run.state not in (RunState.expired, RunState.ended):
        return Step(run=run, asides=(text,))
    # said once: a late answer gets to know what became of it
    closed = run.model_copy(update={"state": RunState.none})
    return Step(run=closed, said=(Said(text=say(run.language, "closed")),), asides=(text,))


def _answer(walk: Walk, text: str, choice: str | None, wanted: Command | None, *, now: datetime) -> Step:
    question, value = _tapped_question(walk, choice)
    waiting = walk.definition.question(walk.run.at or "")
    if question is not None and value is not None:
        if value == SKIP:
            return _skip(walk, question, now=now)
        answer = tapped(question, value)
        if answer is not None:
            return _take(walk, question, Understood(answer=answer), text, now=now)
    if waiting is None:  # the survey's author cannot have taken it away, but a record may be damaged
        return walking.go_on(walk.run, walk, now=now)
    return _read(walk, waiting, text, wanted, now=now)


def _read(walk: Walk, question: QuestionBase, text: str, wanted: Command | None, *, now: datetime) -> Step:
    """A message in words: as an answer where its type is sure of it, else as a wish."""
    required, asks = question.id in walk.way.required, _WISHES.get(wish(text) or "")
    is_open = question.type == "text"
    if asks and is_open:
        return asks(walk, question, now=now)
    if is_open and not required and says_nothing(text):
        return _skip(walk, question, now=now)
    if wanted == Command.start and is_open:
        return Step(run=walk.run, said=(walking.question_said(walk, question, now=now),), command=wanted)
    understood = understand(question, text, walk.reader(now))
    if understood is not None:
        return _take(walk, question, understood, text, now=now)
    if asks:
        return asks(walk, question, now=now)
    if wanted == Command.start:
        return Step(run=walk.run, said=(walking.question_said(walk, question, now=now),), command=wanted)
    return _misunderstood(walk, question, text, _hint(walk, question, text), now=now)


def _take(walk: Walk, question: QuestionBase, understood: Understood, text: str, *, now: datetime) -> Step:
    """An answer that was understood: recorded, unless its question refuses it."""
    required = question.id in walk.way.required
    if question.type == "consent" and required and understood.answer is False:
        return walking.decline(walk, asides=(understood.comment,) if understood.comment else ())
    if problem := question.problem(understood.answer, required=required):
        return _misunderstood(walk, question, text, _reason(walk, question, problem), now=now)
    run, asides = walking.record(walk.run, walk, question, understood.answer, understood.comment)
    onward = walking.go_on(run, walk, now=now, asides=asides)
    return _saved(onward, run)


def _saved(onward: Step, before: Run) -> Step:
    run = onward.run.model_copy(update={"sequence": before.sequence + 1}) if onward.run else None
    return onward.model_copy(update={"run": run, "saved": True})


def _skip(walk: Walk, question: QuestionBase, *, now: datetime) -> Step:
    if question.id in walk.way.required:
        return _misunderstood(walk, question, "", walk.voice.say("needed"), now=now)
    kept = {id_: answer for id_, answer in walk.run.answers.items() if id_ != question.id}
    run = walk.run.model_copy(update={"answers": kept, "at": question.id, "misunderstood": 0})
    onward = walking.go_on(run, walk, now=now)
    return (
        _saved(onward, run) if kept or question.id in walk.run.answers else onward.model_copy(update={"saved": False})
    )


def _back(walk: Walk, question: QuestionBase, *, now: datetime) -> Step:
    """The question that was answered before this one; this one again where there is none."""
    way = walk.way.questions
    earlier = way[: way.index(question.id)] if question.id in way else []
    before = next((id_ for id_ in reversed(earlier) if id_ in walk.run.answers), None)
    target = walk.definition.question(before) if before else None
    if target is None or not walking.can_ask(target):
        return Step(run=walk.run, said=(walking.question_said(walk, question, now=now),))
    kept = {id_: answer for id_, answer in walk.run.answers.items() if id_ != target.id}
    return walking.put(Walk.of(walk.run.model_copy(update={"answers": kept}), walk.definition), target, now=now)


_Wish = Callable[..., Step]
_WISHES: dict[str, _Wish] = {Command.skip: _skip, Command.back: _back}


def _misunderstood(walk: Walk, question: QuestionBase, text: str, hint: str, *, now: datetime) -> Step:
    """Ask again, at most twice; words that say something are kept, and asked again about once only."""
    voice = is_voice(text) and not is_courtesy(text)
    asides = (text,) if voice else ()
    count = walk.run.misunderstood + (2 if voice and walk.run.misunderstood else 1)
    lead = walk.voice.say("heard") if voice and not hint else hint or walk.voice.say("not_understood")
    if count > MISUNDERSTANDINGS:
        return walking.hand_over(walk, said=[walk.voice.say("heard")] if voice else [], asides=asides)
    run = walk.run.model_copy(update={"state": RunState.reasked, "misunderstood": count})
    return Step(run=run, said=(walking.question_said(walk, question, now=now, said=[lead]),), asides=asides)


def _tapped_question(walk: Walk, choice: str | None) -> tuple[QuestionBase | None, str | None]:
    """The question on the way whose button was tapped, be it an earlier one, and the button's own value."""
    id_, equals, value = (choice or "").partition("=")
    known = equals and id_ in walk.way.questions and (id_ == walk.run.at or id_ in walk.run.answers)
    return (walk.definition.question(id_), value) if known else (None, None)


def _hint(walk: Walk, question: Any, text: str) -> str:
    """What would help somebody whose words were no answer."""
    number = fold(text).compact
    last = str(len(getattr(question, "choices", ())) + 1)
    named_other = getattr(question, OTHER, False) and number == last
    return walk.voice.say("other_needed") if named_other else ""


def _reason(walk: Walk, question: Any, problem: str) -> str:
    """Why an answer was refused, in the customer's language."""
    if "longer" in problem:
        return walk.voice.say("too_long", limit=getattr(question, "limit", 2_000))
    if "shorter" in problem:
        return walk.voice.say("too_short", limit=question.minimum)
    if "at least" in problem and question.type == "multiple":
        return walk.voice.say("at_least", limit=question.minimum)
    if "at most" in problem and question.type == "multiple":
        return walk.voice.say("at_most", limit=question.maximum)
    return ""
