"""Who may act, and on whose data: workspaces, members, sessions and API keys.

Every other collection is reached through a workspace's id. The caller never says which: it comes from the key or the
session, so another workspace's id is simply not found.

- A member signs in with e-mail and password (Argon2id) and gets a session. An address belongs to one member of one
  workspace, because people sign in before anybody knows the workspace.
- Sessions live in MongoDB, for Redis may be wiped at any moment. The cookie holds 256 random bits, the
  database their SHA-256, so a copy of the database opens no session.
- API keys are 256 random bits too and are stored as SHA-256: there is nothing to guess that a slow hash
  would slow down, and the ingest path cannot afford one.
- What a role may do is a table in `roles.py`.
"""
