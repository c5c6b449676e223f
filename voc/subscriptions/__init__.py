"""E-mails to members: which of them each wants, and how they go out once.

A *subscription* is a member's own: the weekly report on a day and an hour of theirs, alerts as they open, notes that
name them. The mails are deliveries of `voc.channels` like all others, with ids that follow from what they tell and
whom, so neither a crash nor a second worker sends one twice, and one whose outcome nobody knows is held for a person.
What a mail says is written when it goes out, by whoever declares a look (`voc.invitations.looks`): an alert that was
closed, a note that was taken back, a member whose access ended or who has unsubscribed meanwhile gets none. Where no
provider of e-mail is connected nothing is queued, and the settings page says so.

Every mail has a way out that works signed out and by one click in a mail program (RFC 8058): `/m/{token}`.
"""
