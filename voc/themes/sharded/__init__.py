"""Discovery of a workspace that is too large for one process: see `ml.sharded` for what is computed.

The meaning of Celery's chord without its result backend. A chord keeps what its header answers, and
how many answers are missing, in the backend, and one lost message or a wiped Redis ends it for ever.
Here MongoDB keeps both: a run (`ShardedRun`) has shards (`Shard`), each a record that carries its own
work as all others do (voc.outbox), and what a shard has found is a part (`ShardPart`). Celery's messages
carry a shard's id. Whoever finishes the last shard asks for the chore `discover`, whose worker reduces
what the parts hold and sends the shards out again; if it dies before it asks, the chore looks by
itself. Shards that are left are counted, not counted down: a shard may be done twice.

`planning` begins a run, `shards` does what a shard has to do, `driving` is the reducer. A run goes on
where it was cut off, gives up when somebody rearranges themes meanwhile, and leaves nothing behind.
"""
