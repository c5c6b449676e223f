"""What people correct becomes a shift of the shipped heads' scores.

A workspace's corrections are few, and the texts that the heads were fitted on do not travel with the product. So
nothing is fitted anew: a small ridge-penalised shift is added to the log-probabilities that the shipped heads give,
which stay what they are wherever nobody corrected anything like the text at hand. Ordinary texts of the workspace,
with the present reading as their target, keep the shift from leaning on what people happen to correct.

`learn.Learner` fits a shift and judges it: on corrections that it was not fitted on, and on sentences of our own that
ship with it (`sample.jsonl`, written for this purpose, 24 for each kind and language). It reads no more of a head than
its probabilities, so heads and encoders may change; a shift belongs to the version that it was fitted beside.
"""
