"""A real IMAP server on this machine, for as long as a test needs it.

pymap serves from memory, in a process of its own, so that it can be killed. What is encrypted from the first byte,
which it does not offer, is decrypted in front of it.
"""

import asyncio
import datetime
import ipaddress
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from imapclient import IMAPClient

USER, PASSWORD = "feedback@acme.example", "correct horse"
START = "import logging, sys; from pymap.main import main; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ImapServer:
    """A server with one user and an empty INBOX."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    @contextmanager
    def client(self, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """Somebody else who looks into the mailbox."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.login(USER, PASSWORD)
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.select_folder(folder)
            yield client

    def put(self, *mails: bytes, folder: str = "INBOX", at: datetime.datetime | None = None) -> None:
        """Mails arrive."""
        with self.client(folder) as client:
            for raw in mails:
                client.append(folder, raw, msg_time=at)

    def seen(self, folder: str = "INBOX") -> list[int]:
        """UIDs of mails that are marked as read."""
        with self.client(folder) as client:
            return list(client.search(["SEEN"]))

    def number_anew(self, folder: str) -> None:
        """The folder is made again, empty: its UIDs begin anew."""
        with self.client() as client:
            client.delete_folder(folder)
            client.create_folder(folder)

    def kill(self) -> None:
        """The server is gone."""
        self.process.kill()
        self.process.wait(10)


@contextmanager
def imap_server(certificate: Path | None = None) -> Iterator[ImapServer]:
    """Start a server; with a certificate (and its key in the same file) it offers STARTTLS."""
    port = free_port()
    tls = ["--cert", str(certificate), "--key", str(certificate)] if certificate else ["--no-tls"]
    argv = ["--host", "127.0.0.1", "--port", str(port), *tls, "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(
        [sys.executable, "-c", START, *argv], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield ImapServer(port, process)
    finally:
        process.kill()
        process.wait(10)


def certificate(path: Path) -> str:
    """Make a certificate for 127.0.0.1 that nobody vouches for, and keep it with its key in `path`; returns it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = made.public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path.write_bytes(pem + secret)
    return pem.decode()


@asynccontextmanager
async def encrypted(server: ImapServer, path: Path) -> AsyncIterator[int]:
    """A port where `server` is reached encrypted from the first byte."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while part := await reader.read(65_536):
                writer.write(part)
                await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        behind, to_behind = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.gather(pipe(reader, to_behind), pipe(behind, writer))

    front = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=context)
    async with front:
        yield front.sockets[0].getsockname()[1]
