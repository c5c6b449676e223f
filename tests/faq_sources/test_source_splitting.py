"""Passages: where they lie, how long they are, and which survive a change."""

from hypothesis import given
from hypothesis import strategies as st

from voc.faq.sources.domain import Block
from voc.faq.sources.splitting import PASSAGE_CHARACTERS, headings, passages, text_of

WORDS = st.text(st.sampled_from("가나 .?!\nab"), min_size=1, max_size=1500).filter(str.strip)
BLOCKS = st.lists(
    st.builds(Block, text=WORDS.map(str.strip), level=st.sampled_from((0, 0, 0, 1, 2, 6)))
    | st.just(Block(text="", level=6)),
    max_size=12,
)


@given(BLOCKS)
def test_passages_lie_in_the_text_in_order_and_hold_all_that_is_no_heading(blocks):
    text, found = text_of(blocks), passages("src", blocks)
    assert all(text[each.start : each.end] == each.text for each in found)
    assert all(each.text == each.text.strip() and 0 < len(each.text) <= PASSAGE_CHARACTERS for each in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    covered = "".join(each.text for each in found)
    said = "".join(block.text for block in blocks if not block.level)
    assert "".join(covered.split()) == "".join(said.split())
    assert [text[start:end] for start, end, _ in headings(blocks)] == [b.text for b in blocks if b.level and b.text]


@given(BLOCKS)
def test_ids_are_different_and_come_back(blocks):
    ids = [each.id for each in passages("src", blocks)]
    assert len(set(ids)) == len(ids)
    assert ids == [each.id for each in passages("src", blocks)]
    assert not set(ids) & {each.id for each in passages("other", blocks)}


def test_a_change_in_one_section_leaves_the_others_alone():
    def of(words):
        return [Block(text="A", level=1), Block(text="one"), Block(text="B", level=1), Block(text=words)]

    before, after = passages("src", of("two")), passages("src", of("three"))
    assert before[0].id == after[0].id
    assert before[1].id != after[1].id


def test_an_endless_heading_is_not_repeated_by_every_passage():
    blocks = [Block(text="A" * 100_000, level=1), *(Block(text="b" * 500) for _ in range(3))]
    assert all(len(each.heading[0]) == 300 for each in passages("src", blocks))


def test_a_heading_stands_above_what_follows_until_one_of_its_level_or_its_end():
    blocks = [
        Block(text="A", level=1), Block(text="B", level=2), Block(text="one"), Block(text="C", level=2),
        Block(text="two"), Block(text="", level=2), Block(text="three"), Block(text="D", level=1), Block(text="four"),
    ]  # fmt: skip
    assert [each.heading for each in passages("src", blocks)] == [("A", "B"), ("A", "C"), ("A",), ("D",)]
