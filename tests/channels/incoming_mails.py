"""The mails that tests read, and a table of replies with what was written in each."""

from pathlib import Path

MAILS = Path(__file__).parent / "mail"


def mail(name: str) -> bytes:
    """A raw mail, its lines ending as on the wire."""
    return (MAILS / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def replies() -> list[tuple[str, str, str]]:
    """Name, text of the mail, what of it was written."""
    cases = (MAILS / "replies.txt").read_text("utf-8").replace("␠", " ").split("\n#### ")[1:]
    table = []
    for heading, answer in zip(cases[::2], cases[1::2], strict=True):
        name, _, text = heading.partition("\n")
        word, _, kept = answer.partition("\n")
        assert word == "kept", name
        table.append((name, text, kept.rstrip("\n")))
    return table
