"""What a survey's responses say: counters for pages, raw rows for lists and exports.

A page costs the same at ten thousand and at ten million responses, because it reads counters. A bucket is one
survey and one day (UTC, when the response came); it holds cells, one per version, channel, language, device, source
and set of segments, so that every filter of the page is a choice of cells. Months are sums of days, so a long period is
a few buckets. Versions and languages are joined by question id.

Counting works as in `voc.insights`: a change of a response sets `uncounted` on it in the same write; counting marks
the day dirty by raising its version, takes the flag off the row if it has not changed again, recomputes dirty days
from the raw rows, and clears a day only if its version is still the one it read. Each step may be repeated or cut off
anywhere: nothing counts twice, nothing is missed.
"""
