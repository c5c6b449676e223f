"""Recorded requests of providers, each with one thing wrong."""

from tests.channels.hook_calling import Headers, Hook


def flipped(data: bytes, at: int) -> bytes:
    """With the lowest bit of one byte turned: another letter, not another spelling of the same."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def forgeries(hook: Hook) -> list[tuple[str, bytes, Headers]]:
    """(what was done, body, headers): each is the recorded request with one thing wrong."""
    body, headers = hook.sealed(), hook.headers()
    made = []
    for name in hook.recorded.fields:
        start = body.index(name.encode() + b"=") + len(name) + 1
        made.append((f"{name} bit", flipped(body, start), headers))
        made.append((f"{name} missing", body[: start - 2] + body[start - 1 :], headers))
    for name in hook.recorded.proofs:
        value = headers[name]
        without = {each: headers[each] for each in headers if each != name}
        made.append((f"{name} missing", body, without))
        others = {
            "empty": b"",
            "not ASCII": "서명".encode(),
            "Latin-1": b"\xe9\xff",
            "long": b"0" * 5_000,
            "space": b" ",
        }
        others |= {f"bit {at}": flipped(value, at) for at in (0, len(value) // 2, len(value) - 1)}
        made += [(f"{name} {what}", body, headers | {name: other}) for what, other in others.items()]
    if hook.recorded.signs_body:
        ends = (0, len(body) // 3, len(body) // 2, len(body) - 1)
        made += [(f"body bit {at}", flipped(body, at), headers) for at in ends]
        made += [("empty", b"", headers), ("longer", body + b" ", headers), ("shorter", body[:-2], headers)]
        made += [("one more field", body + b"&x=1", headers)]
        made += [("not ASCII", "한글".encode(), headers), ("not UTF-8", b"\xff\xfe", headers)]
        made += [("huge", body + b"x" * 300_000, headers)]
    return made
