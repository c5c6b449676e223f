"""A mail to a member: headings, rows and one button, in HTML and in plain text.

E-mail programs are no browsers, so the HTML is tables with inline styles, and reads well without pictures, without the
style sheet in its head, and in either colour scheme; it looks like the invitations (`voc.invitations.mail`).
"""

from voc.subscriptions.letters.building import Letter, Part, Row, Speaker, Table, content

__all__ = ["Letter", "Part", "Row", "Speaker", "Table", "content"]
