"""Mail that comes in: from raw bytes to what somebody wrote, and from reports of mail servers to what became of ours.

Everybody may write to a feedback mailbox, so nothing here trusts its input: any bytes are either read or refused with
`Invalid`, and no mail costs more than its size. What was written is told apart from what was quoted and signed; the
text as it came is kept beside it.
"""
