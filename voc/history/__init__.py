"""Everything between one customer and the company, in one line of time.

A help desk numbers contacts; here they are joined. The line is read from where its entries lie (verbatims, responses,
messages, deliveries, events) when somebody looks, for every record that was merged into the person: nothing is copied,
so nothing can disagree, and a merge that is undone leaves no trace in it. From here a colleague also sees why records
are taken for one person, answers them, records what they agreed to, imports a table of customers, and erases somebody
for good, which reaches into every capability below and, by what `surroundings` shows, into those above.
"""
