"""Those who asked for something are told that it is there: once each, on their own channel, after a person said so.

A person reads how many customers stand behind a shipped item and how they are reached, writes a few lines and confirms.
Only then is anything queued, as deliveries of `voc.channels` whose ids follow from item and customer, so that neither a
crash nor shipping again tells anybody twice. Suppression, consent, quiet hours, and whether the item is still shipped
are looked at last, by the sender. The message leads to `/f/{token}`: what became of the customer's own feedback.
"""
