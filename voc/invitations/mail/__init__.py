"""The e-mail of an invitation: the survey's first question, answered by one click, in HTML and in text.

A link in it never records an answer: it opens the page with the answer chosen, and that page submits it
on a human sign. The first link of all is one that no person sees; whoever follows it is a program that follows links.

E-mail programs are no browsers, so the HTML is tables with inline styles, and reads well without pictures, without the
style sheet in its head, and in either colour scheme.
"""

from voc.invitations.mail.building import Links, build

__all__ = ["Links", "build"]
