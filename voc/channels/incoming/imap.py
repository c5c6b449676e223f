"""One conversation with an IMAP server; blocking, so it is held in a thread.

IMAPClient speaks the protocol: it is small, long in use and depends on nothing. (aioimaplib, which would need no
thread, is under the GPL.)
"""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from voc.channels.adapters.email_imap import PORTS, ImapConfig
from voc.errors import VocError
from voc.values import Value

TIMEOUT = SocketTimeout(connect=10, read=60)
"""Seconds."""


class MailboxRefused(VocError):
    """The server does not let us in, or has no such folder: somebody must change the settings."""

    slug, title, status = "mailbox-refused", "Mailbox refused", 502


class MailboxAway(VocError):
    """The server does not answer, or broke off."""

    slug, title, status, transient = "mailbox-away", "Mailbox not reached", 502, True


class Head(Value):
    """What a server says of a mail without handing it over."""

    uid: int
    size_bytes: int
    arrived_at: datetime | None


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxRefused(f"The server's certificate cannot be trusted: {error.verify_message}") from error
    except (OSError, IMAPClientError, ProtocolError) as error:
        raise MailboxAway(f"The mail server did not answer: {str(error)[:300]}") from error


class Folder:
    """An open folder.

    Attributes:
        validity: of its UIDs; with another one they name other mails.

    Raises:
        MailboxAway: by every method: the server does not answer, or broke off.
    """

    def __init__(self, client: IMAPClient, config: ImapConfig) -> None:
        self._client = client
        try:
            opened = client.select_folder(config.folder, readonly=not config.mark_seen)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise MailboxRefused(f"The folder {config.folder!r} cannot be opened.") from error
        self.validity = int(opened.get(b"UIDVALIDITY", 0))
        self._next = opened.get(b"UIDNEXT")

    @_named_errors()
    def last_before(self, since: date | None) -> int:
        """The UID after which reading begins: of the mail before the first one since a day, or of the last of all."""
        if since is not None:
            found = self._client.search(["SINCE", since])
            if found:
                return min(found) - 1
        if self._next is not None:
            return int(self._next) - 1
        return max(self._client.search(["ALL"]), default=0)

    @_named_errors()
    def after(self, uid: int) -> list[int]:
        """UIDs above `uid`, ascending."""
        # "n:*" always names the last mail, even if its UID is lower
        return sorted(each for each in self._client.search(["UID", f"{uid + 1}:*"]) if each > uid)

    @_named_errors()
    def heads(self, uids: Sequence[int]) -> list[Head]:
        """Size and time of arrival of mails, ascending by UID; those that were removed meanwhile are left out."""
        found = self._client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        return [
            Head(uid=uid, size_bytes=int(said[b"RFC822.SIZE"]), arrived_at=_aware(said.get(b"INTERNALDATE")))
            for uid, said in sorted(found.items())
            if b"RFC822.SIZE" in said
        ]

    def mails(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Whole mails by UID; reading does not mark them as read."""
        return self._fetch(uids, "BODY.PEEK[]", b"BODY[]")

    def headers(self, uids: Sequence[int]) -> dict[int, bytes]:
        """The headers of mails that are too large to read."""
        return self._fetch(uids, "BODY.PEEK[HEADER]", b"BODY[HEADER]")

    @_named_errors()
    def mark_seen(self, uids: Sequence[int]) -> None:
        """Mark mails as read."""
        self._client.add_flags(uids, [b"\\Seen"], silent=True)

    def close(self) -> None:
        """Log out."""
        _leave(self._client)

    @_named_errors()
    def _fetch(self, uids: Sequence[int], what: str, name: bytes) -> dict[int, bytes]:
        found = self._client.fetch(uids, [what]) if uids else {}
        return {uid: said[name] or b"" for uid, said in found.items() if name in said}


@_named_errors()
def open_folder(config: ImapConfig) -> Folder:
    """Log in and open the folder; `close` it in any case.

    Raises:
        MailboxRefused: the user name, the password or the folder is wrong, or the server cannot encrypt as set up.
        MailboxAway: the server does not answer, or broke off.
    """
    client = _connect(config)
    try:
        if config.security == "starttls":
            _encrypt(client, config)
        _log_in(client, config)
        return Folder(client, config)
    except BaseException:
        _leave(client)
        raise


def _connect(config: ImapConfig) -> IMAPClient:
    context = ssl.create_default_context(cadata=config.certificate) if config.security == "tls" else None
    port = config.port or PORTS[config.security]
    client = IMAPClient(config.host, port, ssl=context is not None, ssl_context=context, timeout=TIMEOUT)
    client.normalise_times = False
    return client


def _encrypt(client: IMAPClient, config: ImapConfig) -> None:
    if not client.has_capability("STARTTLS"):
        raise MailboxRefused("The server offers no STARTTLS.")
    client.starttls(ssl.create_default_context(cadata=config.certificate))


def _log_in(client: IMAPClient, config: ImapConfig) -> None:
    password = config.password.get_secret_value()
    try:
        if (config.username + password).isascii():
            client.login(config.username, password)
        else:  # LOGIN knows ASCII only
            client.plain_login(config.username, password)
    except LoginError as error:
        raise MailboxRefused("The server refuses the user name or the password.") from error


def _leave(client: IMAPClient) -> None:
    """Log out, or at least let go of the connection."""
    for way in (client.logout, client.shutdown):
        try:
            way()
        except (IMAPClientError, OSError):  # gone already, which is what we want
            continue
        return


def _aware(at: Any) -> datetime | None:
    return at.astimezone(UTC) if isinstance(at, datetime) and at.tzinfo else None
