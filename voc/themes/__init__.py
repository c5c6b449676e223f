"""Feedback understood: analysed in batches, clustered into themes with stable ids and names.

Two kinds of work. *Analysis* reads pending feedback with the model, a leased batch at a time, and puts
each verbatim with the nearest theme of its kind and language, if one is near enough. *Discovery* looks
at a whole workspace, finds themes afresh and carries the ids of those it knew; it runs when enough has
come in since the last time, and each night. A name or a theme that a person set stays.
"""
