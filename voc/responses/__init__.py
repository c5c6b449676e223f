"""One respondent's answers to one survey, saved as they are given.

A response is on disk before it is acknowledged. An unfinished one is continued under its submission id until it is
finished; a later save replaces an earlier one, in whatever order they arrive. It carries its own work (voc.outbox): its
verbatims become feedback in a task, at once when it is finished and after a rest when it is abandoned, under ids that
follow from the response, so that no crash loses or doubles one. Files come before the answer that names them.

Answers rest as everybody may read them, without personal data; what was given word for word is sealed beside them.

The survey's own page (`/s/{survey}`) lives here, too: it works without JavaScript, one question at a time.
"""
