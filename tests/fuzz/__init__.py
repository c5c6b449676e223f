"""Requests that nobody sensible sends, in great numbers: `python -m tests.fuzz`.

The widget's bodies are mutated in `tests/widget_api/test_nonsense.py`: 60 examples of each there, or as many as
`VOC_FUZZ_EXAMPLES` says, three requests each.
"""
