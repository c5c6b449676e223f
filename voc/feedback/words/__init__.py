"""Full-text search: an index that is kept with the feedback, the same on every engine.

The embedded engine has no index over arrays and none for text, so this one is made of plain documents that are read by
id. Feedback that comes in together makes a *block*; a block knows its rows, newest first, and for every word the
numbers of the rows that hold it (an inverted index, cut into parts by the words' first letters). Eight blocks of one
size become one of the next, so there are few however the feedback came (O'Neil et al., "The Log-Structured Merge-Tree",
Acta Informatica 33, 1996; Lucene merges its segments alike).

The index only proposes: what it names is read and compared with the words again (`domain.holds`), so a row that was
indexed twice, or is gone, does no harm. What is not indexed yet is compared as well. It holds what everybody may read
of a verbatim: personal data that was sealed is in no index and cannot be found.
"""
