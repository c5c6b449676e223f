"""What customers may read of the plans: a page of items that a colleague chose to show, in words written for them.

Private until somebody opens it. An entry lies beside its backlog item and says nothing of it but where it stands: no
quote, no customer, no rank. What was shipped is listed by month, as a changelog, and as an Atom feed.
"""
