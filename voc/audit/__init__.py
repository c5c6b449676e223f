"""Who did what and when, in an order that nobody can change unseen.

What must be on record says so where it is served: `audit="webhook.removed"` on the handler. `Recording` writes an
entry before the answer goes out, so that whoever reads "done" is on record; what happens without a request (a sign-in,
a command) calls `service.record`.

- An entry holds ids, names of actions and times, never a text, an address or a secret: nobody's words outlive their
  erasure in here.
- Entries are numbered and chained per workspace: each one's hash, keyed by the installation's secret, covers the one
  before. Whoever has the database without the secret cannot alter, insert or remove an entry in between; entries cut
  off at the end show as long as the head, a document of its own, is not put back as well. Whoever must be sure of that
  too keeps the hash that `voc audit verify` prints somewhere else.
- An entry is an insert under its number, so two writers never take the same one, and no transaction is needed.
"""
