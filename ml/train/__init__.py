"""Fit the weights under `ml/weights`. One command, seeds as arguments: `python -m ml.train`.

`corpora` reads the data and says what may train shipped weights, `cues` labels unlabelled reviews
by rule, `phrases` holds sentences of our own, `kinds` and `sentiments` assemble rows, `fit` fits
heads, `korean` trains the Korean encoder beside its `teacher`.
"""
