"""Questions that customers ask: bared of greetings, grouped, worded and found again.

`stripping` takes what is said around a question away, `likeness` says how much two questions ask the same, `grouping`
finds the groups and `wording` the sentence that stands for each, `links` joins groups of two languages, and `nearest`
ranks what is known already for a question that comes in.
"""
