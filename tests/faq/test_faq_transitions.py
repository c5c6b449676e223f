"""Whatever people and machines do in whatever order: what is given out was approved, and versions come back exactly."""

from hypothesis import given
from hypothesis import strategies as st

from voc.errors import VocError
from voc.faq import editing
from voc.faq.content import Content, Sentence, Support
from voc.faq.domain import Entry, moved, possible, rewritten
from voc.faq.states import OF_PEOPLE, Action, State

words = st.text("abc가나다", min_size=1, max_size=6)
sentences = st.lists(words.map(lambda text: Sentence(text=text, by="mem_1", support=Support.own)), max_size=3)
contents = st.builds(Content, question=words, answer=sentences.map(tuple), category=st.none() | words)
steps = st.lists(st.tuples(st.sampled_from(list(Action)), contents, st.integers(0, 5)), max_size=25)


def taken(entry: Entry, action: Action, content: Content) -> Entry:
    by = "voc" if action not in OF_PEOPLE else "mem_1"
    if action in (Action.edit, Action.draft):
        return rewritten(entry, content, action, by=by, at=0)
    return moved(entry, action, by=by, at=0)


@given(steps)
def test_what_is_given_out_was_approved_by_a_person(walk):
    entry = Entry(state=State.unanswered, content=Content(question="?"))
    said, approved = {1: entry.content}, set()
    for action, content, _ in walk:
        try:
            entry = taken(entry, action, content)
        except VocError:
            continue
        said[entry.version] = entry.content
        if action == Action.approve:
            approved.add(entry.version)
        assert entry.live is None or entry.live in approved
        assert entry.live is None or said[entry.live].answer
        assert (entry.state == State.published) <= (entry.live == entry.version)
        assert entry.state not in (State.stale, State.rejected) or entry.live is None
        assert entry.lines[-1].action == action


@given(steps)
def test_a_restored_version_says_exactly_what_it_said(walk):
    entry, said = Entry(state=State.unanswered, content=Content(question="?")), {}
    said[1] = entry.content
    for action, content, number in walk:
        try:
            entry = taken(entry, action, content)
            said[entry.version] = entry.content
            wanted = said[1 + number % len(said)]
            entry = editing.restored(entry, wanted, number=1, by="mem_1", at=0) or entry
        except VocError:
            continue
        said[entry.version] = entry.content
        assert entry.content == wanted


@given(contents)
def test_a_machine_changes_nothing_that_a_person_touched(content):
    entry = Entry(state=State.edited, content=content, touched=True)
    assert not possible(entry, Action.draft)
    assert not possible(entry.model_copy(update={"state": State.suggested}), Action.draft)
