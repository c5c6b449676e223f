"""Answers put together from sentences that stand in a source, and the check that a sentence is borne out by one.

`sentences` cuts passages, `words` tells what a sentence speaks of, `quantities` and `polarity` what it claims;
`agreement` judges two sentences by all of that and the encoder, `drafts` picks and orders the sentences of an answer,
and `idle` knows those that answer nobody.
"""
