"""What people reach by the links in an invitation. None of these pages knows who is signed in, or keeps a cookie."""

from voc.invitations.pages.personal import PersonalPages
from voc.invitations.pages.short import ShortLinks
from voc.invitations.pages.unsubscribe import UnsubscribePages

PUBLIC_PAGES = [PersonalPages, UnsubscribePages, ShortLinks]
"""For the application."""
