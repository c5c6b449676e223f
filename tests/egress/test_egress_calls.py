"""Calls on real sockets: they go to the address that was judged, follow nothing, and end."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.loopback import reply, serving
from voc.egress import AddressRefused, Answer, Unreachable, call, client
from voc.settings import Egress

LOOPBACK = Egress(allowed_hosts=("127.0.0.1", "::1"))


async def ask(url: str, *, egress: Egress = LOOPBACK, seconds: float = 5, resolve=None, tls=None) -> Answer:
    """A POST, as webhooks are."""
    async with client(egress, resolve=resolve, tls=tls) as http:
        return await call(http, http.build_request("POST", url, content=b"{}"), seconds=seconds)


def named(*addresses: str, asked: list[str] | None = None):
    """A resolver that gives one answer after the other, each a list; the last one for ever."""
    answers = [each.split() for each in addresses]

    async def resolve(host: str, port: int) -> list[str]:
        if asked is not None:
            asked.append(host)
        return answers.pop(0) if len(answers) > 1 else answers[0]

    return resolve


class Receiver:
    """Takes everything and remembers it."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.taken: list[dict[bytes, bytes]] = []

    async def __call__(self, headers, body, writer) -> None:
        self.taken.append(headers)
        writer.write(self.answers[min(len(self.taken), len(self.answers)) - 1])


def port_of(url: str) -> int:
    return httpx.URL(url).port


async def test_an_open_address_is_called_under_its_name():
    receiver = Receiver(reply(b"taken"))
    async with serving(receiver) as url:
        answer = await ask(f"http://hooks.test:{port_of(url)}/in?a=1", resolve=named("127.0.0.1"))
    assert (answer.status, answer.body) == (200, b"taken")
    assert receiver.taken[0][b"host"] == f"hooks.test:{port_of(url)}".encode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_without_an_operators_word_nothing_on_this_machine_is_called(host):
    receiver = Receiver(reply(b""))
    async with serving(receiver) as url:
        for egress in (Egress(), Egress(ports=(port_of(url),))):
            for scheme in ("http", "https"):
                with pytest.raises(AddressRefused):
                    await ask(f"{scheme}://{host}:{port_of(url)}/", egress=egress)
    assert receiver.taken == []


async def test_a_name_that_means_something_private_is_refused_before_anything_is_sent():
    receiver = Receiver(reply(b""))
    async with serving(receiver) as url:
        for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::"):
            with pytest.raises(AddressRefused):
                await ask(f"https://hooks.test:{port_of(url)}/", egress=Egress(), resolve=named(address))
    assert receiver.taken == []


async def test_a_name_that_changes_its_meaning_is_called_where_it_was_judged(monkeypatch):
    # the one door through which both we and the libraries below us could ask again
    answers = ["127.0.0.1", "127.0.0.2"]
    asked = []

    async def getaddrinfo(host, port, **_):
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    receiver, victim = Receiver(reply(b"receiver")), Receiver(reply(b"victim"))
    async with serving(receiver) as url:
        monkeypatch.undo()
        inside = await asyncio.start_server(lambda *_: victim.taken.append({}), "127.0.0.2", port_of(url))
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
        async with inside:
            assert (await ask(f"http://rebinding.test:{port_of(url)}/")).body == b"receiver"
            assert asked == ["rebinding.test"]
            with pytest.raises(AddressRefused):
                await ask(f"http://rebinding.test:{port_of(url)}/")
    assert victim.taken == []


async def test_an_address_that_does_not_answer_makes_room_for_the_next():
    async with serving(Receiver(reply(b"second"))) as url:
        egress = Egress(allowed_hosts=("127.0.0.0/8",))
        name = f"http://hooks.test:{port_of(url)}/"
        assert (await ask(name, egress=egress, resolve=named("127.0.0.3 127.0.0.1"))).body == b"second"
        with pytest.raises(Unreachable, match="ConnectError"):
            await ask(name, egress=egress, resolve=named("127.0.0.3 127.0.0.4"))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_not_followed(status):
    secret = Receiver(reply(b"secret"))
    async with serving(secret) as inside:
        moved = b"HTTP/1.1 %d X\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % (status, inside.encode())
        async with serving(Receiver(moved)) as url:
            assert (await ask(url)).status == status
    assert secret.taken == []


async def test_an_endless_answer_is_cut():
    async def endless(headers, body, writer):
        writer.write(b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
            await writer.drain()

    async with serving(endless) as url:
        assert len((await ask(url)).body) == 64 * 1024


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 X\r\ncontent-length: 9\r\n\r\n"])
async def test_an_answer_that_drips_ends(begun):
    async def drips(headers, body, writer):
        writer.write(begun)
        for _ in range(200):
            writer.write(b"x" if begun else b"H")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with serving(drips) as url:
        with pytest.raises(Unreachable, match="within"):
            await ask(url, seconds=0.3)


@pytest.mark.parametrize("garbage", [b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 2000 X\r\n\r\n", b"HTTP/1.1 200 X\r\na"])
async def test_what_is_no_http_is_not_reached(garbage):
    async def broken(headers, body, writer):
        writer.write(garbage)
        writer.close()

    async with serving(broken) as url:
        with pytest.raises(Unreachable):
            await ask(url)


async def test_a_name_without_an_address_is_not_reached(monkeypatch):
    async def getaddrinfo(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    with pytest.raises(Unreachable, match="no address"):
        await ask("https://nowhere.invalid/")


@asynccontextmanager
async def tls_server(folder, name: str) -> AsyncIterator[tuple[int, ssl.SSLContext, list[str | None]]]:
    """Speaks TLS as `name`; yields its port, what trusts it, and the names it was asked for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False).sign(key, hashes.SHA256())
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    asked: list[str | None] = []
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate, private)
    served.sni_callback = lambda _, given, __: asked.append(given)

    async def connected(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply(b"safe", last=True))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(connected, "127.0.0.1", 0, ssl=served) as server:
        yield server.sockets[0].getsockname()[1], ssl.create_default_context(cafile=str(certificate)), asked


async def test_tls_is_spoken_with_the_name_at_the_address_that_was_judged(tmp_path):
    async with tls_server(tmp_path, "hooks.test") as (port, trust, asked):
        answer = await ask(f"https://hooks.test:{port}/", resolve=named("127.0.0.1"), tls=trust)
        assert (answer.body, asked) == (b"safe", ["hooks.test"])
        for wrong, trusted in (("other.test", trust), ("hooks.test", None)):
            with pytest.raises(Unreachable):
                await ask(f"https://{wrong}:{port}/", resolve=named("127.0.0.1"), tls=trusted)
