"""Receivers outside that are told what happens here, by the Standard Webhooks specification.

A *webhook* says who is told of what. What happens is *announced*: one line in the work that makes it happen stores one
*delivery* for each webhook that wants it, and the outbox does the rest.

- At least once. An announcement is part of work that is done again after a crash, its id follows from what happened,
  and a delivery whose worker died is sent again. A receiver may see an event twice, and tells by `webhook-id`.
- Order is kept as well as may be: a receiver's events go out one after the other, the oldest first, but one that fails
  makes way. The body's `timestamp` says when it happened.
- Thin: an event says what happened and to what, not what was said; see `catalogue`.
- A failed call is repeated by a schedule of ten tries over three days. A receiver that answers 410, or takes nothing
  for three days, is switched off; what it misses from then on is kept for 30 days to be redelivered.
- Slack is a receiver like the others, of messages instead of events (`slack`): made when they are sent, in one log and
  as often tried. It checks no signature; who has its address may write, so that is what is kept encrypted.

To add an event: give it a type and a line in `catalogue`, words in `templates/webhooks/words.html` and in `slack`, and
call `announcing.announce` from the task that does the work, before its record is completed. Where a request does it,
the request marks its document and a task announces: one that announced by itself could be cut off between the two.
"""
