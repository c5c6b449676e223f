"""What becomes of an e-mail at a real mail server, told exactly."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from mail_server import PASSWORD, Mailboxes, listening

from voc.channels import smtp
from voc.channels.adapters.email_smtp import SmtpConfig, SmtpEmail
from voc.channels.domain import Outbound, Outcome, Receipt
from voc.channels.mime import unsubscribing
from voc.channels.smtp_dialogue import Patience

HASTY = Patience(connect=2, command=0.5, accept=0.5)
SENT_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def config(port: int, **fields: Any) -> SmtpConfig:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "모두의 가게 <hello@example.com>"}
    return SmtpConfig(**(given | fields))


def outbound(**fields: Any) -> Outbound:
    given = {
        "id": "dlv_1",
        "to": "kim@example.org",
        "text": "안녕하세요",
        "html": "<p>안녕하세요</p>",
        "subject": "질문",
    }
    return Outbound(**(given | fields))


async def send(settings: SmtpConfig, **fields: Any) -> Receipt:
    async with smtp.Connections(settings, patience=HASTY) as mail:
        return await mail.send(SmtpEmail(settings).mail(outbound(**fields)), now=SENT_AT)


async def test_a_server_gets_what_was_meant_for_one_person() -> None:
    boxes = Mailboxes()
    async with listening(boxes) as port:
        receipt = await send(config(port), headers=unsubscribing("https://survey.example.com/u/t0ken"))
    assert receipt == Receipt(outcome=Outcome.accepted, provider_id="4XyZ1a")
    [letter] = boxes.letters
    assert (letter.sender, letter.to) == ("hello@example.com", ["kim@example.org"])
    email = letter.read()
    assert email["From"] == "모두의 가게 <hello@example.com>"
    assert parsedate_to_datetime(email["Date"]) == SENT_AT
    assert email["List-Unsubscribe"] == "<https://survey.example.com/u/t0ken>"
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert email.get_body(("plain",)).get_content().split() == ["안녕하세요"]  # type: ignore[union-attr]
    assert email.get_body(("html",)).get_content().split() == ["<p>안녕하세요</p>"]  # type: ignore[union-attr]


async def test_lines_that_begin_with_a_dot_arrive_whole() -> None:
    boxes = Mailboxes()
    async with listening(boxes) as port:
        await send(config(port), text=".\n..\n.end\n", html=None)
    body = boxes.letters[0].read().get_content()
    assert body.splitlines() == [".", "..", ".end"]


@pytest.mark.parametrize(
    ("handler", "outcome", "unreachable"),
    [
        (Mailboxes(to_recipient=lambda _: "451 4.7.1 Greylisted, try again"), Outcome.retry, False),
        (Mailboxes(to_recipient=lambda _: "550 5.1.1 <kim@example.org>: no such user"), Outcome.refused, True),
        (Mailboxes(to_recipient=lambda _: "550 Relaying denied"), Outcome.refused, False),
        (Mailboxes(to_recipient=lambda _: "550 5.7.1 Listed as a spammer"), Outcome.refused, False),
        (Mailboxes(to_recipient=lambda _: "421 4.3.2 Closing"), Outcome.retry, False),
        (Mailboxes(to_recipient=lambda _: "drop"), Outcome.retry, False),
        (Mailboxes(to_recipient=lambda _: "wait"), Outcome.retry, False),
        (Mailboxes(to_sender="553 5.1.8 Unknown sender"), Outcome.refused, False),
        (Mailboxes(to_sender="452 4.3.1 Disk full"), Outcome.retry, False),
        (Mailboxes(to_message="554 5.7.1 Looks like spam"), Outcome.refused, False),
        (Mailboxes(to_message="451 4.3.0 Try again later"), Outcome.retry, False),
        (Mailboxes(to_message="drop"), Outcome.unknown, False),
        (Mailboxes(to_message="wait"), Outcome.unknown, False),
    ],
)
async def test_each_answer_has_one_meaning(handler: Mailboxes, outcome: Outcome, unreachable: bool) -> None:
    async with listening(handler) as port:
        receipt = await send(config(port))
    assert (receipt.outcome, receipt.unreachable) == (outcome, unreachable), receipt
    assert bool(receipt.reason) is (outcome != Outcome.accepted)
    assert "kim" not in (receipt.reason or ""), "reasons are kept in clear, and contacts never"
    # what may be tried again never reached anybody, and what is unknown may have
    assert (len(handler.letters) > 0) is (outcome == Outcome.unknown)


async def test_a_server_that_is_not_there_may_be_tried_again() -> None:
    async with listening(Mailboxes()) as port:
        pass
    assert (await send(config(port))).outcome == Outcome.retry


async def test_a_server_that_says_something_else_may_be_tried_again() -> None:
    async def shout(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    async with server:
        receipt = await send(config(server.sockets[0].getsockname()[1]))
    assert receipt.outcome == Outcome.retry


async def test_a_batch_travels_over_few_connections() -> None:
    boxes = Mailboxes(to_recipient=lambda address: "550 5.1.1 Nobody" if "nobody" in address else "250 OK")
    async with listening(boxes) as port, smtp.Connections(config(port), limit=2) as mail:
        people = [f"{'nobody' if n % 7 == 3 else 'p'}{n}@example.org" for n in range(40)]
        written = [SmtpEmail(config(port)).mail(outbound(id=f"dlv_{to[:4]}", to=to)) for to in people]
        receipts = await asyncio.gather(*(mail.send(each) for each in written))
    arrived = sorted(to for letter in boxes.letters for to in letter.to)
    assert arrived == sorted(to for to in people if "nobody" not in to)
    assert [receipt.outcome for receipt in receipts] == [
        Outcome.refused if "nobody" in to else Outcome.accepted for to in people
    ]
    assert len(boxes.sessions) <= 2


async def test_a_connection_that_the_server_closed_is_opened_again() -> None:
    boxes = Mailboxes()
    async with listening(boxes, timeout=0.2) as port, smtp.Connections(config(port), limit=1) as mail:
        first = await mail.send(SmtpEmail(config(port)).mail(outbound()))
        await asyncio.sleep(0.5)
        second = await mail.send(SmtpEmail(config(port)).mail(outbound(id="dlv_2")))
    assert [first.outcome, second.outcome] == [Outcome.accepted, Outcome.accepted]
    assert len(boxes.letters) == 2


@pytest.mark.parametrize(("password", "outcome"), [(PASSWORD, Outcome.accepted), ("wrong", Outcome.retry)])
async def test_a_wrong_password_is_no_fault_of_the_message(password: str, outcome: Outcome) -> None:
    boxes = Mailboxes()
    async with listening(boxes, auth_required=True, auth_require_tls=False) as port:
        receipt = await send(config(port, username="shop", password=password))
        without = await send(config(port))
    assert receipt.outcome == outcome
    assert password not in (receipt.reason or "")
    assert without.outcome == Outcome.retry, "530 asks for a login, which is ours to set"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine, and where it is kept."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "mail.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context, path


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_mail_travels_encrypted_to_a_trusted_server_only(
    security: str, certificate: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, path = certificate
    # aiosmtpd does not count TLS from the first byte as encryption
    asks = {"auth_required": True, "auth_require_tls": security == "starttls"}
    boxes = Mailboxes()
    async with listening(boxes, tls=tls, at_once=security == "tls", **asks) as port:
        settings = config(port, security=security, username="shop", password=PASSWORD)
        distrusted = await send(settings)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        trusted = await send(settings)
    assert distrusted.outcome == Outcome.retry
    assert trusted.outcome == Outcome.accepted, trusted
    assert len(boxes.letters) == 1


async def test_a_server_without_encryption_is_not_trusted_with_anything() -> None:
    boxes = Mailboxes()
    async with listening(boxes) as port:
        receipt = await send(config(port, security="starttls", username="shop", password=PASSWORD))
    assert (receipt.outcome, boxes.letters) == (Outcome.retry, [])


@pytest.mark.parametrize(("able", "outcome"), [(True, Outcome.accepted), (False, Outcome.refused)])
async def test_addresses_beyond_ascii_need_a_server_that_takes_them(able: bool, outcome: Outcome) -> None:
    boxes = Mailboxes()
    async with listening(boxes, enable_SMTPUTF8=able) as port:
        receipt = await send(config(port), to="홍길동@예시.한국")
        plain = await send(config(port), to="kim@예시.한국", reply_to="고객센터 <help@example.com>")
    assert receipt.outcome == outcome
    assert plain.outcome == Outcome.accepted, "a domain can always be written in ASCII"
    assert boxes.letters[-1].to == ["kim@xn--vv4b11d.xn--3e0b707e"]
    if able:
        assert boxes.letters[0].to == ["홍길동@xn--vv4b11d.xn--3e0b707e"]
        assert "\r\nTo: 홍길동@xn--vv4b11d.xn--3e0b707e\r\n".encode() in boxes.letters[0].raw


@pytest.fixture(scope="module")
def dkim_key() -> tuple[str, Callable[..., bytes]]:
    """A private key, and the DNS that publishes its other half."""
    key = rsa.generate_private_key(65537, 2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
    known = {b"voc._domainkey.example.com.": record}
    return key.private_bytes(*form).decode(), lambda name, timeout=5: known.get(name, b"")


async def test_a_signature_covers_the_words_and_the_way_to_unsubscribe(
    dkim_key: tuple[str, Callable[..., bytes]],
) -> None:
    key, dns = dkim_key
    key = key.replace("\n", " ")  # as it comes out of a field of one line
    boxes = Mailboxes()
    headers = unsubscribing("https://survey.example.com/u/" + "t" * 90)
    async with listening(boxes) as port:
        settings = config(port, dkim_domain="example.com", dkim_selector="voc", dkim_key=key)
        receipt = await send(settings, headers=headers)
    assert receipt.outcome == Outcome.accepted
    raw = boxes.letters[0].raw
    assert dkim.verify(raw, dnsfunc=dns)
    signature = boxes.letters[0].read()["DKIM-Signature"]
    covered = {each.strip() for each in signature.partition("h=")[2].partition(";")[0].split(":")}
    assert {"from", "to", "subject", "date", "list-unsubscribe", "list-unsubscribe-post"} <= covered
    for before, after in (
        (b"/u/tttt", b"/u/tttx"),
        (b"One-Click", b"Two-Click"),
        (b"Subject:", b"Subject: x\r\nSubject:"),
    ):
        assert not dkim.verify(raw.replace(before, after, 1), dnsfunc=dns)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sender": "nobody"},
        {"dkim_domain": "example.com"},
        {"dkim_domain": "example.com", "dkim_selector": "voc", "dkim_key": "not a key"},
        {"security": "ssl"},
        {"host": "a b"},
        {"port": 0},
    ],
)
def test_a_server_that_cannot_work_is_not_configured(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        config(**({"port": 25} | wrong))
