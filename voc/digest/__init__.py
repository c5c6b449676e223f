"""The report of a week, sent to those who want it: by e-mail to members, as an event to webhooks and Slack.

It says what the page `/insights/report` says, as it says it: intervals and n beside every figure, no arrow under 30.
A member's subscription queues their mail when its turn comes (`voc.subscriptions`); the mail is written when it goes
out. Webhooks are told by a chore of the workspace on Monday morning, after the week was counted.
"""
