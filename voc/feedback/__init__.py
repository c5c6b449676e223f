"""Everything a customer said, whatever the channel: one record per verbatim.

The narrow waist: channels, imports and responses write it, everything above reads it. A record is on
disk before it is acknowledged, under a `submission_id` that is unique in its workspace, so a sender
may repeat itself. It carries its own work (voc.outbox): it stays `pending` until a model has read it.

`position` orders a workspace's feedback by when it was said: one scalar, so that newest-first paging
and periods are one indexed range on every engine. `uncounted` says that the counters have not seen
the record's latest change; it is set in the same write as the change, so no crash can lose a count.
"""
