"""What to build or mend next, why, and how sure we are.

Each theme of ideas or complaints is an item. Its score is a product: the share of customers it concerns, what it costs
them in points of score, how they say it, and more (see `ranking`). The ranking is worked out in a task and stored with
everything that explains it, so that a page reads what it shows and anyone can check the sum.
"""
