"""Surveys and everything else as a conversation: by SMS, messenger, e-mail or the widget's chat panel.

What a customer wrote is read by rules that can be explained (`understanding/`) and answered in our words (`wording/`);
`domain` decides, purely, what one message does to a run through a survey. An opt-out word beats every other meaning.

A message has its effects once: the decision and everything that follows from it are written into the conversation in
one compare-and-set, and then carried out under ids that follow from the message, as often as crashes make it necessary.
A conversation is its own outbox, too: it is due when its run wants a reminder or has expired.
"""
