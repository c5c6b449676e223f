"""Every row of the table of messages: words in Korean and English, in every state, and what becomes of them."""

from datetime import timedelta

import pytest
from asked import NOON, SURVEY, run
from cases import ROWS, Row
from hypothesis import given
from hypothesis import strategies as st

from voc.conversations.domain import begin, expire, remind, step
from voc.conversations.runs import RunState
from voc.conversations.understanding.commands import Command
from voc.conversations.understanding.words import OPT_OUT

IDS = [question.id for question in SURVEY.questions]


def test_the_table_is_as_long_as_was_promised() -> None:
    assert len(ROWS) >= 120
    assert len({row[:4] for row in ROWS}) == len(ROWS)
    assert {row[1] for row in ROWS} == {state.value for state in RunState}
    assert {row[0] for row in ROWS} == {"en", "ko"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}-{row[3][:30]}")
def test_a_message_does_what_its_row_says(row: Row) -> None:
    language, state, at, says, state_after, at_after, answers, aside = row
    before = run(at or None, state, language)
    after = step(before, says, definition=SURVEY, now=NOON)
    assert after.run is not None
    assert after.run.state == state_after
    assert (after.run.at or "") == at_after
    changed = {id_: each for id_, each in after.run.answers.items() if before.answers.get(id_) != each}
    assert changed == answers
    assert after.asides == ((aside,) if aside else ())


@pytest.mark.parametrize("row", [row for row in ROWS if row[1] in ("asked", "re-asked", "reminded")])
def test_whoever_is_asked_gets_a_reply_in_their_language(row: Row) -> None:
    language, state, at, says, *_ = row
    after = step(run(at, state, language), says, definition=SURVEY, now=NOON)
    if after.command == Command.stop:
        assert after.said == ()  # whoever carries it out confirms it once
        return
    assert len(after.said) == 1
    hangul = any("가" <= each <= "힣" for each in after.said[0].text)
    assert hangul == (language == "ko")


decorations = st.text(alphabet=" .!?\"'\n~*-…、。【】 ", max_size=4)


def full_width(word: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in word)


shouting = st.sampled_from([str.upper, str.lower, str.title, full_width])
polite = st.sampled_from(["", " please", " now", " thanks", "!!!", " thank you"])
states = st.sampled_from([state.value for state in RunState])


@given(
    word=st.sampled_from(sorted(OPT_OUT)),
    before=decorations,
    after=decorations,
    spelled=shouting,
    courtesy=polite,
    state=states,
    at=st.sampled_from(IDS),
    language=st.sampled_from(["en", "ko", "fr", "ja"]),
    late=st.booleans(),
    choice=st.none() | st.sampled_from(["nps=9", "fixed=yes", "call=no", "best=~skip", "x"]),
)
def test_an_opt_out_beats_every_other_meaning(
    word, before, after, spelled, courtesy, state, at, language, late, choice
) -> None:
    text = before + spelled(word) + courtesy + after
    now = NOON + timedelta(days=30 if late else 0)
    done = step(run(at, state, language), text, definition=SURVEY, now=now, choice=choice)
    assert done.command == Command.stop
    assert done.run is not None
    assert (done.run.state, done.run.at) == (RunState.opted_out, None)
    assert (done.said, done.asides, done.saved) == ((), (), False)
    assert step(None, text, definition=None, now=now).command == Command.stop


@given(text=st.text(max_size=60), state=states, at=st.sampled_from(IDS), language=st.sampled_from(["en", "ko"]))
def test_whatever_is_written_nothing_breaks_and_no_answer_is_wrong(text, state, at, language) -> None:
    done = step(run(at, state, language), text, definition=SURVEY, now=NOON)
    assert done.run is not None
    for id_, answer in done.run.answers.items():
        question = SURVEY.question(id_)
        assert question is not None
        assert question.check(answer) is None
    assert (done.run.at is None) == (not done.run.is_open)


said = st.sampled_from(["9", "3", "2", "skip", "back", "네", "아니요", "it broke", "어제", "1,2,3", "hm", "HELP"])


@given(st.lists(said, max_size=60))
def test_every_conversation_gets_somewhere_and_loses_no_words(messages) -> None:
    done = begin(run("nps").model_copy(update={"at": None, "answers": {}}), definition=SURVEY, now=NOON)
    kept: list[str] = []
    for message in messages:
        assert done.run is not None
        was = done.run
        done = step(was, message, definition=SURVEY, now=NOON)
        kept += done.asides
        assert done.run is not None
        assert done.run.sequence >= was.sequence
        if was.is_open and message == "it broke":
            answers = [
                each
                for answer in done.run.answers.values()
                for each in (answer if isinstance(answer, list) else [answer])
            ]
            assert message in kept or message in answers or {"other": message} in answers


FOOTER = "It was late and the box was wet. " * 12 + "\nUnsubscribe from this list.\nUnsubscribe"
EVIL = [
    "다시는" * 6_000,
    "거부" + "해요" * 900,
    "stop the " * 2_000,
    "1" + "," * 900 + "x",
    "a@" * 400,
    "\n" * 19_000 + "x",
]


def test_a_footer_that_came_along_refuses_nothing() -> None:
    assert step(None, FOOTER, definition=None, now=NOON).command is None
    assert step(None, "STOP\n\n" + FOOTER, definition=None, now=NOON).command == Command.stop
    assert step(None, FOOTER + "\nStop sending me these mails!", definition=None, now=NOON).command == Command.stop


@pytest.mark.parametrize("at", IDS)
@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_no_words_keep_a_reader_busy_for_long(text: str, at: str) -> None:
    assert step(run(at), text, definition=SURVEY, now=NOON).run is not None


def test_three_misunderstandings_end_with_the_link() -> None:
    done = step(run("nps", link="https://voc.test/i/1"), "11", definition=SURVEY, now=NOON)
    done = step(done.run, "12", definition=SURVEY, now=NOON)
    assert done.run is not None
    assert done.run.state == RunState.reasked
    done = step(done.run, "13", definition=SURVEY, now=NOON)
    assert done.run is not None
    assert done.run.state == RunState.ended
    assert "https://voc.test/i/1" in done.said[0].text


def test_an_answer_after_the_time_is_up_is_heard_and_answered_once() -> None:
    late = NOON + timedelta(days=4)
    done = step(run("nps"), "9 but slow", definition=SURVEY, now=late)
    assert done.run is not None
    assert (done.run.state, done.asides, len(done.said)) == (RunState.none, ("9 but slow",), 1)
    assert not done.saved
    assert step(done.run, "hello?", definition=SURVEY, now=late).said == ()


def test_a_button_answers_its_own_question_even_later() -> None:
    done = step(run("fixed"), "8", definition=SURVEY, now=NOON, choice="nps=8")
    assert done.run is not None
    assert (done.run.answers["nps"], done.run.at) == (8, "fixed")
    forged = step(run("fixed"), "x", definition=SURVEY, now=NOON, choice="nps=99")
    assert forged.run is not None
    assert forged.run.answers["nps"] == 9


def test_a_reminder_comes_once_and_only_where_a_question_waits() -> None:
    done = remind(run("nps", language="ko"), definition=SURVEY, now=NOON)
    assert done.run is not None
    assert done.run.state == RunState.reminded
    assert "추천하시겠어요?" in done.said[0].text
    assert remind(done.run, definition=SURVEY, now=NOON).said == ()
    assert remind(run(None, "finished"), definition=SURVEY, now=NOON).said == ()
    assert expire(done.run).due_at() is None


def test_a_refused_condition_ends_the_survey_politely() -> None:
    asked = SURVEY.model_dump()
    needed = [each | {"required": True} if each["id"] == "call" else each for each in asked["questions"]]
    definition = type(SURVEY).model_validate(asked | {"questions": needed})
    done = step(run("call"), "no, I do not want that", definition=definition, now=NOON)
    assert done.run is not None
    assert (done.run.state, done.run.at) == (RunState.ended, None)
