"""The help page: what was published, for everybody who has the address.

Nothing of an entry is read here but the version that is given out. Whether an answer helped is counted once per visitor
and entry, by a keyed digest of where a request comes from: that needs no cookie, and nobody can turn it back. What
visitors missed is feedback as any other.
"""
