"""Which heads read a workspace's feedback: the shipped ones, or a version that its own corrections shaped.

Versions never change once they are written, and the last `domain.KEPT` stay, so that any of them can be chosen again
with one click. Below `themes`, whose analysis asks which is in use; above it, `learning` makes the versions.
"""
