"""Where somebody is found: in collections, answers, exports, Redis and bytes on disk."""

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from pymongo import AsyncMongoClient

from tests.running import Service

Searched = Mapping[str, Sequence[bytes]]
"""Spellings by what they spell."""
TELLING_CHARACTERS = 10
PAGES = (
    "/feedback",
    "/customers",
    "/themes",
    "/alerts",
    "/outbox",
    "/backlog/export",
    "/faq/export",
    "/settings/audit/export",
)
EXPORTS = (("backlog", "--format", "csv"), ("faq", "--format", "json"), ("responses", "--format", "json"))


def needles(*, name: str, email: str, phone: str, ref: str) -> Searched:
    """How somebody may be written, also in addresses, in base64 and as JSON writes it; none of it is case-sensitive."""
    digits = re.sub(r"\D", "", phone)
    phones = {phone, digits, phone.replace("-", " "), phone.replace("-", "."), "+82" + digits[1:], digits[1:]}
    phones |= {f"+82 {phone[1:]}", f"+82-{phone[1:]}"}
    texts = {"name": {name, *name.split()}, "email": {email, email.partition("@")[0]}, "phone": phones, "ref": {ref}}
    return {what: tuple(sorted({one for each in spelt for one in _spelt(each)})) for what, spelt in texts.items()}


def _spelt(text: str) -> Iterator[bytes]:
    yield text.lower().encode()
    yield quote(text, safe="").lower().encode()
    yield json.dumps(text)[1:-1].lower().encode()
    for shift in range(3):  # wherever it begins within a group of three bytes
        whole = base64.b64encode(b"\0" * shift + text.encode()).lower()
        inner = whole[4 * (shift > 0) : len(whole) // 4 * 4 - 4]
        if len(inner) >= TELLING_CHARACTERS:  # fewer stand in ids and vectors by chance
            yield inner


def hits(data: bytes, sought: Searched) -> Iterator[str]:
    """What of them stands in these bytes."""
    lowered = data.lower()
    for what, spelt in sought.items():
        for _ in range(any(each and each in lowered for each in spelt)):
            yield what


def _named(place: str, data: bytes, sought: Searched) -> dict[str, int]:
    return {f"{place}: {what}": 1 for what in hits(data, sought)}


async def search_collections(service: Service, sought: Searched) -> dict[str, int]:
    """Documents by collection and what was found."""
    uri = json.loads((service.data_dir / "service.json").read_text())["mongodb"]
    found: Counter[str] = Counter()
    async with AsyncMongoClient(uri) as client:
        database = client["voc"]
        for name in await database.list_collection_names():
            if name.startswith("fs."):
                continue  # found by the files' bytes
            async for row in database[name].find({}):
                found.update(f"collection {name}: {what}" for what in hits(_bytes(row), sought))
    return dict(found)


def _bytes(row: Any) -> bytes:
    return json.dumps(row, default=repr, ensure_ascii=False).encode("utf-8", "replace")


async def search_answers(http: httpx.AsyncClient, service: Service, sought: Searched) -> dict[str, int]:
    """Every list of the API, and every export that a colleague can download."""
    found: dict[str, int] = {}
    described = (await http.get("/schema/openapi.json")).json()
    for path, methods in described["paths"].items():
        if "get" in methods and "{" not in path:
            found |= _named(f"GET {path}", (await http.get(path)).content, sought)
    (workspace,) = json.loads(service.command("workspace", "list", "--json").communicate()[0])
    for export in EXPORTS:
        exporting = service.command("export", *export, "--workspace", workspace["id"])
        found |= _named(f"voc export {export[0]}", exporting.communicate()[0].encode(), sought)
    async with httpx.AsyncClient(base_url=service.url, timeout=60, trust_env=False) as person:
        shown = (await person.get("/login")).text
        token = re.search(r'name="_csrf_token" value="(\w+)"', shown)
        assert token
        fields = {"_csrf_token": token[1], "email": service.email, "password": service.password}
        assert (await person.post("/login", data=fields)).status_code == 303
        for path in PAGES:
            answer = await person.get(path)
            found |= _named(f"page {path} ({answer.status_code})", answer.content, sought)
    return found


def search_redis(service: Service, sought: Searched) -> dict[str, int]:
    """Everything that the broker holds."""
    import redis

    port = json.loads((service.data_dir / "ports.json").read_text())["broker"]
    client = redis.Redis(port=port)
    held = b"".join(key + (client.dump(key) or b"") for key in client.scan_iter("*"))
    return _named("redis", held, sought)


def search_files(folder: Path, sought: Searched) -> dict[str, int]:
    """Bytes on disk, write-ahead logs and logs included."""
    found: dict[str, int] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found |= _named(f"file {path.relative_to(folder)}", path.read_bytes(), sought)
    return found
