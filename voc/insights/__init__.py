"""Counters: dashboards read these, never the raw collection.

A bucket is a source and an hour. A change of a row sets `uncounted` on it in the same write. Counting
raises the version of the row's bucket (which makes it dirty), takes the flag off the row if it has not
changed again, recomputes dirty buckets from the raw rows, and clears a bucket only if its version is
still the one it read. Each step may be repeated or cut off anywhere: nothing counts twice, nothing is
missed. Larger spans are sums of buckets.
"""
