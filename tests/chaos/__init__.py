"""Kill every part of a running service during an import, and see what is left.

`python -m tests.chaos FILE` starts `voc up` on a fresh data directory, imports FILE and meanwhile ends
worker, broker, dispatcher, database and API with SIGKILL. Then it compares what the sender was told with
what is stored, counted, read, themed and ranked.
"""
