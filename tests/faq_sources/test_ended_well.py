"""When an answer of a colleague is worth keeping."""

from hypothesis import given
from hypothesis import strategies as st

from voc.faq.sources.ended import QUIET_MS, Answered, Rating, Turn, answered

ANSWER = "You can change the address until it is packed."
LATER = 2 * QUIET_MS


def asks(at, text="Can I change the address?", **more):
    return Turn(at, ours=False, text=text, **more)


def says(at, text=ANSWER):
    return Turn(at, ours=True, text=text)


def test_a_question_that_was_answered_and_left_is_kept():
    assert answered([asks(0), says(10)], [], now=LATER) == Answered(
        question="Can I change the address?", answers=(ANSWER,), at=10
    )


def test_thanks_do_not_open_it_again():
    found = answered([asks(0), says(10), asks(20, "고마워요", courtesy=True)], [], now=LATER)
    assert found is not None
    assert found.at == 10


def test_only_the_last_question_counts_and_all_of_it():
    turns = [asks(0, "Old?"), says(5), asks(10, "New one."), asks(11, "And more?"), says(20), says(21, "ok")]
    found = answered(turns, [], now=LATER)
    assert found is not None
    assert (found.question, found.answers) == ("New one.\nAnd more?", (ANSWER,))


def test_nothing_is_kept_of_what_went_on_was_too_new_or_never_asked():
    assert answered([asks(0), says(10), asks(20)], [], now=LATER) is None
    assert answered([asks(0), says(10)], [], now=QUIET_MS) is None
    assert answered([says(10)], [], now=LATER) is None
    assert answered([asks(0)], [], now=LATER) is None
    assert answered([], [], now=LATER) is None
    assert answered([asks(0), says(10, "Yes.")], [], now=LATER) is None


def test_who_was_dissatisfied_afterwards_says_that_it_did_not_end_well():
    turns = [asks(0), says(10)]
    assert answered(turns, [Rating(20, 0.4)], now=LATER) is None
    assert answered(turns, [Rating(20, 1.0)], now=LATER) is not None
    assert answered(turns, [Rating(5, 0.2)], now=LATER) is not None, "before the answer"


@given(st.lists(st.builds(Turn, st.integers(0, 100), st.booleans(), st.text(max_size=40), st.booleans()), max_size=8))
def test_it_only_ever_repeats_what_was_said(turns):
    found = answered(turns, [], now=LATER)
    if found is not None:
        assert set(found.answers) <= {turn.text.strip() for turn in turns if turn.ours}
        assert all(line in "\n".join(turn.text for turn in turns if not turn.ours) for line in [found.question])
