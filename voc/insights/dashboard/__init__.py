"""The page that says how things stand: scores over time, what drives them, who speaks of what, and how much is said.

Its numbers come from counters alone. Scores are read from those of surveys and campaigns (`voc.insights.series`). What
is said is summed up per week and per month whenever counting changed something (`keeping`), so the page reads one small
record, however much feedback there is.

Every chart is a table first: the server writes the table, and the page's script draws the chart from it. Without a
script the tables show; the table, the chart, the picture and the CSV cannot disagree.
"""
