"""Questions that customers ask, and answers that a person approved.

Questions are grouped (`mining`), answers are drafted from sentences of the company's documents (`sources`), people
edit, approve and publish them, and what is published goes out as files, on the help page and live in surveys. An
entry's words are versions; the version that is given out stands beside the one that people work on, so that editing
takes nothing away from readers, and nothing reaches them that nobody approved.
"""
