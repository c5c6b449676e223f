"""Asking people who did not come by themselves: invitations, reminders, and the law about both.

A campaign is expanded into invitations, one per person and round; an invitation is put before its person as a
delivery of `voc.channels`, and everything that may forbid it is looked at last, in the gate, when its turn has come:
whether it is still wanted, suppression, consent, the lawful hours of the recipient's own clock, and at the very end
the ledger of asks, which records it.

Ids follow from what they are about (campaign, person, round; invitation, step), so whatever is done twice after a
crash is done once. Dashboards read counters: see `counting`.
"""
