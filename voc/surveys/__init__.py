"""Questionnaires: what is asked, of whom, when, and in which words.

A survey is one JSON document, its `Definition`. An author edits the draft; publishing freezes it as a version, which
respondents meet and responses name. Everything that decides something about a definition is pure and has a twin in
the widget, held to the same cases in `tests/contract`:

- `questions/`: a file per type: what an answer is, when it fits, how it reads;
- `conditions`, `patterns`, `comparing`: one language for logic, targeting, quotas and segments;
- `route`, `recall`, `answers`: the way through, words that repeat what was said, what may be stored;
- `targeting/`: who is asked, when and how often, and why not.

For authors: `proofreading` and `proofs/` (mistakes), `effort` (seconds), `editing/` (changes that can be undone),
`exchange/` (our files and other tools'), `catalogue/` (templates), `pages/`.
"""
