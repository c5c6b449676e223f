"""What the widget talks to: which surveys there are, may I ask, here is an answer, here is a file.

Public, under `/c/{project}`: anybody may read what any visitor's browser may, and send what any visitor may send. The
paths bear neutral names, because ad blockers hide what sounds like tracking. Requests are simple ones (JSON sent as
text), so that a browser asks nothing first and an answer still leaves while its tab closes.
"""
