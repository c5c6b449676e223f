"""Feedback by meaning: a question in one language finds what says the same in any words, in both languages.

The web process has no model, so a search is a record: what is asked, and later what was found. A worker reads the
question with the model that read the feedback, compares it with the vectors that are stored of each text and each of
its parts, and keeps the nearest few hundred. They stay for some minutes, so that paging, filtering and reloading ask
nobody again; the record's id is made of the question, so an address finds its search.

What is less alike than `domain.LEAST_LIKENESS` is not shown, however little else there is.
"""
