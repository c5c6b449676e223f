"""Made-up worlds whose truth is known, to see what our statistics make of them.

`python -m tests.simulations --help` lists them; a smaller run of each is a test.
"""
