"""Themes from vectors: which texts belong together, and which theme is which from run to run.

`finder` cuts a neighbour graph (`graph`) into communities and chooses among the cuts
(`partition`); `carry` keeps ids over re-clusterings; `online` assigns texts by centroid, `voters` by
the vote of members.
"""
