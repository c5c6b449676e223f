"""What became of what was shipped: whether customers speak of it less, judged by rules that were written down before.

Marking an item as shipped registers what is measured, over which weeks, and beside which other themes, so that nobody
can choose afterwards what suits. When the weeks have passed a task measures and says in one word what came of it:
improved, no evidence, or worse; with the figures behind it.
"""
