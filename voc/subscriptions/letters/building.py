"""Writes a letter; pure but for its templates."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from voc.channels.mime import unsubscribing
from voc.channels.outgoing import Content
from voc.invitations.mail.building import FONT
from voc.invitations.mail.building import TEMPLATES as INVITATIONS
from voc.invitations.mail.palette import dress
from voc.subscriptions.domain import Kind
from voc.subscriptions.queries import Reader
from voc.subscriptions.tokens import token_of
from voc.surveys.appearance import Appearance
from voc.values import Value, one_line
from voc.web import templating


class Row(Value):
    """A line of a letter: what it is about, its figure, and what there is to say about it."""

    title: str
    url: str = ""
    """Where the title leads, from the beginning of the path."""
    language: str | None = None
    """Of the title, where it leads somewhere and is not the reader's."""
    place: str = ""
    """Before the title: a rank."""
    figure: str = ""
    details: tuple[str, ...] = ()
    quote: str = ""
    """Somebody's words, with their line ends."""


class Table(Value):
    """Numbers in columns; the first column is text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(Value):
    """A section."""

    heading: str = ""
    rows: tuple[Row, ...] = ()
    table: Table | None = None
    note: str = ""
    """Under it, small."""


class Letter(Value):
    """Everything that a mail says, in its reader's language."""

    subject: str
    preview: str
    """What a mailbox shows beside the subject."""
    title: str
    intro: str = ""
    parts: tuple[Part, ...] = ()
    button: str
    url: str
    """Where the button leads, from the beginning of the path."""
    why: str
    """Why the reader gets it."""


class Speaker:
    """The macros of a template of words as plain text, in one language."""

    def __init__(self, template: str, language: str) -> None:
        self._said = _plain(language).get_template(template).module

    def __call__(self, name: str, *about: object) -> str:
        """What a macro says, on one line."""
        return one_line(str(getattr(self._said, name)(*about)))


def content(letter: Letter, reader: Reader, kind: Kind, *, company: str, base: str) -> Content:
    """The mail as its channel takes it.

    Args:
        letter: what it says.
        reader: whom it goes to.
        kind: what they can unsubscribe from in it.
        company: the workspace's name.
        base: where people reach this service.
    """
    out = f"{base}/m/{token_of(reader.id, kind)}"
    mail = mandatory(letter, reader.language, company=company, base=base, unsubscribe=out)
    return mail.model_copy(update={"headers": unsubscribing(out)})


def mandatory(letter: Letter, language: str, *, company: str, base: str, unsubscribe: str = "") -> Content:
    """The same without a way to refuse it: what somebody asked for at this moment."""
    words = Speaker("subscriptions/words.html", language)
    values = {
        "letter": letter,
        "language": language,
        "company": company,
        "base": base,
        "unsubscribe": unsubscribe,
        "words": {name: words(name) for name in ("change", "stop")},
        "dress": dress(Appearance()),
        "font": Markup(FONT),
    }
    templates = _templates()
    return Content(
        subject=letter.subject,
        html=templates.get_template("letters/letter.html").render(values),
        text=templates.get_template("letters/letter.txt").render(values).strip() + "\n",
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", INVITATIONS]),
        autoescape=lambda name: name is not None and name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )


@cache
def _plain(language: str) -> Environment:
    """The pages' templates without escaping: what they say is escaped where it is put into HTML."""
    return templating.environment(language).overlay(autoescape=False)
