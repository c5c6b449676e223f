"""Hashed n-grams."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.ngrams import HashedNgrams, document_frequency_weights, weighted

texts = st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=8)
space = HashedNgrams(bits=12, sizes=(1, 2, 3), jamo_sizes=(3, 4))


@given(texts)
@settings(max_examples=50)
def test_a_text_counts_the_same_alone_and_in_company(many):
    together = space.transform(many).toarray()
    for row, text in zip(together, many, strict=True):
        assert np.array_equal(row, space.transform([text]).toarray()[0])


@given(texts)
@settings(max_examples=50)
def test_weighted_rows_have_length_one_or_nothing_in_them(many):
    counts = space.transform(many)
    lengths = np.linalg.norm(weighted(counts, document_frequency_weights(counts)).toarray(), axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))


def test_no_text_makes_no_row():
    assert space.transform([]).shape == (0, 4096)


def test_forms_of_one_verb_share_letters_inside_the_syllable():
    plain, jamo = HashedNgrams(bits=16, sizes=(2,)), HashedNgrams(bits=16, sizes=(2,), jamo_sizes=(3, 4))
    pair = ["느리다", "느려요"]

    def shared(features):
        first, second = (row > 0 for row in features.transform(pair).toarray())
        return int((first & second).sum())

    assert shared(jamo) > shared(plain)
