"""How the ranking is worked out: pure functions over what was counted, each with its source.

A score is a product: how many customers raise a theme (`reach`), what it costs in points of score where scores tell
(`drivers`), how it is said, and whatever a workspace weighs besides (`factors`). `scoring` puts them together, `ranges`
says how sure the places are, and `swaps` what would change them. Only tasks import what needs numpy.
"""
