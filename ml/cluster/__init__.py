"""Themes from vectors: which texts belong together, and which theme is which from run to run.

`finder` cuts a neighbour graph (`graph`) into communities and chooses among the cuts
(`partition`); `carry` keeps ids over re-clusterings; `voters` assigns texts by the vote of members, `online`
parts of texts by centroid.
"""
