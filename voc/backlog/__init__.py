"""What to build or mend next, why, and how sure we are.

Each theme of ideas or complaints is an item. Its score is the number of customers it concerns, made
cautious, times how badly it hurts. The ranking is worked out in a task and stored with everything that
explains it, so that a page reads what it shows and anyone can check the sum.
"""
