"""Issues elsewhere that stand for backlog items: at GitHub, GitLab, Jira and Linear.

A *tracker* is one repository, project or team that an administrator has connected. A *link* ties one item to one issue,
made from the item or there before; it is its own outbox.

- What a webhook says is a hint that an issue moved. What it is now is then asked of the provider: events that come
  late, twice, in another order or from somebody who recorded an old one change nothing.
- A link remembers where item and issue stood when both were last looked at. What changed since decides who moves whom
  (`domain.decide`), so our own change that comes back moves nothing.
- An issue is created once. The link is marked before the call, and whoever finds the mark looks for the issue by a
  reference that follows from the link before it calls again; Linear takes the id that we give it.
- What an item's page sends out is what its readers see: redacted, and so written that a provider reads no mention,
  reference or command in a customer's words. What was sent is out of reach of erasure here.

To add a provider: a file in `adapters/`, and its line in `adapters/__init__.py`.
"""
