"""Making strings safe."""

from hypothesis import given
from hypothesis import strategies as st

from ml.text import MAX_CHARACTERS, copy_key, readable

any_text = st.text(st.characters(), max_size=300)  # lone surrogates included


@given(any_text)
def test_a_readable_text_is_short_encodable_and_stays_as_it_is(text):
    once = readable(text)
    once.encode("utf-8")
    assert len(once) <= MAX_CHARACTERS
    assert readable(once) == once


def test_copies_in_another_dress_have_one_key():
    assert copy_key("Great app!!") == copy_key("  great  APP ") == copy_key("ｇｒｅａｔ​ app")
