"""Whether customers come back less with a question once its answer is out.

Each person who asks a question is followed for two weeks, before and after the answer was published, and the shares of
those who asked it again are compared. Counting (`measuring`) reads what asks each published question and what was
offered live, never all feedback, and keeps bare counts; judging reads those. Who cannot be told from others (nameless
feedback, visitors of the help page, which knows no cookie) cannot be followed and is counted apart.
"""
