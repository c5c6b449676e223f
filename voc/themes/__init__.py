"""Feedback understood: analysed in batches, clustered into themes with stable ids and names.

Three kinds of work. *Analysis* reads pending feedback with the model, a leased batch at a time, and puts
each verbatim with the nearest theme of its kind and language, if one is near enough. *Discovery* looks
at a whole workspace, finds themes afresh and carries the ids of those it knew; it runs when enough has
come in since the last time, and each night, and reports what it kept, split, merged and found.
*Rearranging* carries out what people asked for: a merge or a split is written down as an edit, changes the
themes at once and moves their feedback by a task. Each edit keeps what was before, so that it can be undone.

What a person decided stays. A theme with a name, an area or a pin of theirs is not taken out of use; one
that they pinned, merged or split keeps its feedback together and apart from all others (`held_by`).
"""
