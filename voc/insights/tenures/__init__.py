"""How long customers stay, counted: what churn is worked out from.

A person is a customer from `customer_since`, or from when we first heard of them, until `churned_at`: attributes that
arrive as any other, by API, import, survey or signal. Counters know a person by two months and the segments that they
are in, so they stay small however many customers there are.

A shard is the customers whose ids begin alike; a merged person is counted where their main record is. Any write that
may change what is counted sets `uncounted` on the record in the same write. Counting marks the shards that the record
is and was counted in, takes the flag off if it has not changed again, recomputes marked shards from the records, and
clears one only if its version is still the one it read. Each step may be repeated or cut off anywhere.
"""
