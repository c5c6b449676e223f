"""The ways in and out: e-mail, SMS and chats of many providers.

An adapter translates between a provider and us and does no I/O; there is one file for each. `delivery` sends for all of
them, once: a delivery has an id that follows from its origin, is marked `sending` before the provider is called, and an
outcome that nobody knows is held for a person, never repeated. What comes in is verified over its raw bytes, stored
under the provider's event id and only then acknowledged; what it means is found out later, above this package.

Where no provider is connected, the built-in outbox keeps messages and shows them as their readers would see them.
"""
