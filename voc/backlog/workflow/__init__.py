"""What people do with backlog items: where each stands, whose it is, by when, and what colleagues say about it.

One record per item beside its ranking, so that ranking again touches nothing of it. The record holds its own history,
bounded: a change and its line in the history are one write, and undoing the latest change restores what was before
it, word for word. A theme that is merged away leaves the record where it is; undoing the merge brings both back.
"""
