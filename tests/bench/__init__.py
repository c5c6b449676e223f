"""How fast it is, beside what could at best be: `python -m tests.bench ingest`, `python -m tests.bench analyse`.

Each bench runs the product as it is served and, in the same run, a floor: the least that would do the same
job on the same engine. Rounds alternate between the two, and what counts is the median of their ratios,
since seconds say more about the machine and its neighbours than about us.
"""
