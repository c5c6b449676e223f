"""Sentences to measure with."""

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

from voc.clock import utc_now
from voc.demo import shop


def sentences(count: int) -> list[str]:
    """What the demo shop's customers say; repeated, each time with another number of an order in it."""
    said = [one.text for one in shop.verbatims(utc_now())]
    rounds = itertools.count()
    varied = (f"{text} #{1000 + turn}" if turn else text for turn in rounds for text in said)
    return list(itertools.islice(varied, count))


def of_file(path: Path, count: int) -> list[str]:
    """The first texts of a JSONL file, plain or compressed; fewer if it has fewer."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        said = (json.loads(line)["text"] for line in file)
        return list(itertools.islice((text for text in said if text.strip()), count))


class Requests:
    """Endless `POST /v1/feedback` requests, each with ids never used before, as bytes.

    Args:
        key: API key that the requests bear.
        run: part of every submission id.
    """

    def __init__(self, key: str, run: str) -> None:
        self._head = (
            "POST /v1/feedback HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            f"authorization: Bearer {key}\r\ncontent-length: %d\r\n\r\n"
        )
        self._run = run
        self._numbers = itertools.count()
        self._bodies = [_body(one) for one in shop.verbatims(utc_now())]

    def single(self) -> Iterator[bytes]:
        """One feedback each."""
        for number in self._numbers:
            yield self._request(self._feedback(number))

    def lists(self, items: int) -> Iterator[bytes]:
        """A list of `items` feedback each."""
        while True:
            numbers = itertools.islice(self._numbers, items)
            yield self._request(b"[" + b",".join(map(self._feedback, numbers)) + b"]")

    def _feedback(self, number: int) -> bytes:
        return b'{"submission_id":"%s-%d",%s' % (self._run.encode(), number, self._bodies[number % len(self._bodies)])

    def _request(self, body: bytes) -> bytes:
        return (self._head % len(body)).encode() + body


def _body(said: shop.DemoVerbatim) -> bytes:
    """A feedback as a shop's system would send it, after its submission id."""
    rating = said.nps if said.nps is not None else said.csat
    fields = {
        "text": said.text,
        "channel": said.channel,
        "occurred_at": said.occurred_at.isoformat(),
        "rating": rating,
        "rating_scale": 10 if said.nps is not None else 5,
        "customer": {"id": said.customer, "attributes": {"plan": "free", "language": said.language}},
        "attributes": {"page": "checkout"},
    }
    return json.dumps(fields, ensure_ascii=False).encode()[1:]
