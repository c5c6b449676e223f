"""From one question to the next; pure."""

from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.conversations.runs import EXPIRES, Run, RunState, Step, Walk
from voc.conversations.wording.asking import Said, ask, can_ask
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.statement import StatementQuestion


def record(
    run: Run, walk: Walk, question: QuestionBase, answer: Any, comment: str | None
) -> tuple[Run, tuple[str, ...]]:
    """The run with an answer, and what else was said that has no place in the survey.

    Words beside an answer are the answer to the next open question on the way, if they fit there.
    """
    answered = run.model_copy(
        update={"answers": run.answers | {question.id: question.clean(answer)}, "at": question.id, "misunderstood": 0}
    )
    if not comment:
        return answered, ()
    after = Walk.of(answered, walk.definition)
    open_ = _next_open(after, question.id)
    if open_ is None or open_.problem(comment, required=True):
        return answered, (comment,)
    return answered.model_copy(update={"answers": answered.answers | {open_.id: open_.clean(comment)}}), ()


def go_on(run: Run, walk: Walk, *, now: datetime, asides: tuple[str, ...] = (), lead: str = "") -> Step:
    """Ask what comes next, or end; statements on the way are said with it.

    Args:
        run: its present question is answered or passed over.
        walk: of any moment of the run.
        now: the present.
        asides: of the message that led here.
        lead: said first.
    """
    walk = Walk.of(run, walk.definition)
    said = [lead] if lead else []
    place = walk.way.questions.index(run.at) + 1 if run.at in walk.way.questions else 0
    for id_ in walk.way.questions[place:]:
        question = walk.definition.question(id_)
        if question is None or id_ in run.answers:
            continue
        if isinstance(question, StatementQuestion):
            said.append("\n".join(filter(None, (walk.voice.words(question.text), question.link or ""))))
        elif can_ask(question):
            return put(walk, question, now=now, said=said, asides=asides)
        elif id_ in walk.way.required:
            return hand_over(walk, said=said, asides=asides)
    return _end(walk, now=now, said=said, asides=asides)


def put(
    walk: Walk, question: QuestionBase, *, now: datetime, said: list[str] | None = None, asides: tuple[str, ...] = ()
) -> Step:
    """Put a question that was not put before, or anew."""
    run = walk.run.model_copy(
        update={
            "at": question.id,
            "state": RunState.asked,
            "misunderstood": 0,
            "reminded": False,
            "asked_at": stamp(now),
            "expires_at": stamp(now + EXPIRES),
        }
    )
    return Step(run=run, said=(question_said(walk, question, now=now, said=said),), asides=asides)


def question_said(walk: Walk, question: QuestionBase, *, now: datetime, said: list[str] | None = None) -> Said:
    """A question as it is sent, with what is said before it."""
    asked = ask(question, walk.voice, walk.reader(now), required=question.id in walk.way.required)
    return asked.model_copy(update={"text": "\n\n".join([*filter(None, said or ()), asked.text])})


def hand_over(walk: Walk, *, said: list[str] | None = None, asides: tuple[str, ...] = ()) -> Step:
    """Let it be, and say where the customer can go on."""
    link = walk.run.link
    last = walk.voice.say("link", link=link) if link else walk.voice.say("no_link")
    run = walk.run.model_copy(update={"state": RunState.ended, "at": None})
    return Step(run=run, said=(Said(text="\n\n".join([*filter(None, said or ()), last])),), asides=asides)


def decline(walk: Walk, *, asides: tuple[str, ...] = ()) -> Step:
    """End where the customer refuses what the survey cannot do without."""
    run = walk.run.model_copy(update={"state": RunState.ended, "at": None})
    return Step(run=run, said=(Said(text=walk.voice.say("declined")),), asides=asides)


def _next_open(walk: Walk, after: str) -> QuestionBase | None:
    """The next question for free text that has no answer yet."""
    way = walk.way.questions
    for id_ in way[way.index(after) + 1 :] if after in way else ():
        question = walk.definition.question(id_)
        if question is not None and question.type == "text" and id_ not in walk.run.answers:
            return question
    return None


def _end(walk: Walk, *, now: datetime, said: list[str], asides: tuple[str, ...]) -> Step:
    """Finish, unless something on the way was passed over that a later rule demands."""
    for id_ in walk.way.required:
        question = walk.definition.question(id_)
        if question is not None and question.lacks(walk.run.answers.get(id_), required=True):
            return (
                put(walk, question, now=now, said=said, asides=asides)
                if can_ask(question)
                else hand_over(walk, said=said, asides=asides)
            )
    on_way = {id_: answer for id_, answer in walk.run.answers.items() if id_ in walk.way.questions}
    run = walk.run.model_copy(update={"state": RunState.finished, "at": None, "answers": on_way})
    # a response keeps what lies on its way; words that do not are kept as feedback
    words = tuple(each for id_, each in walk.run.answers.items() if id_ not in on_way and _is_text(walk, id_))
    return Step(run=run, said=(Said(text="\n\n".join([*said, _farewell(walk)])),), saved=True, asides=(*asides, *words))


def _is_text(walk: Walk, id_: str) -> bool:
    question = walk.definition.question(id_)
    return question is not None and question.type == "text"


def _farewell(walk: Walk) -> str:
    ending = next((each for each in walk.definition.endings if each.id == walk.way.ending), None)
    if ending is None:
        return walk.voice.say("thanks")
    button = [walk.voice.words(ending.button.text), ending.button.url] if ending.button else []
    said = [walk.voice.words(ending.title), walk.voice.words(ending.text), *button]
    return "\n".join(filter(None, said)) or walk.voice.say("thanks")
