"""A mailbox is connected: with what it takes, safely, and with a word about what is wrong."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from tests.channels.feedback_mailbox import NOW, Box
from tests.channels.imap_server import PASSWORD, certificate, encrypted, imap_server
from voc.channels import service
from voc.channels.adapters.email_imap import ImapConfig, ImapMailbox
from voc.channels.documents import ChannelSetup
from voc.channels.incoming.imap import MailboxAway, MailboxRefused


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"password": "wrong"}, MailboxRefused),
        ({"password": "비밀번호"}, MailboxRefused),
        ({"username": "nobody@acme.example"}, MailboxRefused),
        ({"folder": "Nowhere"}, MailboxRefused),
        ({"security": "starttls"}, MailboxRefused),
        ({"security": "tls"}, MailboxAway),
        ({"port": 1}, MailboxAway),
        ({"host": "nowhere.invalid"}, MailboxAway),
    ],
)
async def test_what_is_wrong_is_told_apart(box: Box, changes: dict[str, Any], error: type[Exception]) -> None:
    box.put("gmail_reply")
    with pytest.raises(error):
        await box.poll(box.configured(**changes))
    assert await box.messages() == []


async def test_connections_are_encrypted_and_certificates_checked(box: Box, tmp_path: Path) -> None:
    path = tmp_path / "server.pem"
    pem = certificate(path)
    with imap_server(path) as secured:
        changes = {"port": secured.port, "security": "starttls", "folder": "INBOX"}
        with pytest.raises(MailboxRefused, match="certificate"):
            await box.poll(box.configured(**changes))
        assert await box.poll(box.configured(**changes, certificate=pem)) == 0
    async with encrypted(box.server, path) as port:
        box.put("gmail_reply")
        changes = {"port": port, "security": "tls"}
        with pytest.raises(MailboxRefused, match="certificate"):
            await box.poll(box.configured(**changes))
        assert await box.poll(box.configured(**changes, certificate=pem)) == 1


def test_a_certificate_that_is_none_cannot_be_set_up() -> None:
    with pytest.raises(ValidationError, match="no certificate"):
        ImapConfig(host="a.example", username="u", password=SecretStr("p"), certificate="-----BEGIN")


async def test_the_password_is_stored_sealed(box: Box) -> None:
    config = box.config.model_dump() | {"password": PASSWORD}
    await service.connect(box.workspace, ImapMailbox.kind, config, now=NOW)
    row = await ChannelSetup.get_pymongo_collection().find_one({"workspace": box.workspace})
    assert PASSWORD not in str(row)
    assert PASSWORD not in str(await box.messages())
