"""Writes the e-mail of an invitation; pure but for its templates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from voc.channels.mime import unsubscribing
from voc.channels.outgoing import Content
from voc.invitations.mail.offers import offers
from voc.invitations.mail.palette import dress
from voc.surveys.effort import estimated_seconds
from voc.surveys.facts import Facts
from voc.surveys.recall import fill, plain_words
from voc.surveys.route import route
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.texts import in_language
from voc.web.i18n import LANGUAGES, translations

TEMPLATES = Path(__file__).parent / "templates"
"""Mails to members share their parts."""
PLAIN = ("mail/invitation.txt", "mail/words.html")
"""Templates of plain text: what they make is escaped where it is put into HTML."""
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
FONT = (
    "-apple-system,BlinkMacSystemFont,'Apple SD Gothic Neo','Segoe UI','Malgun Gothic','Noto Sans KR',Roboto,"
    "Helvetica,Arial,sans-serif"
)
"""The reader's own: web fonts are blocked, or tell their host who reads."""


@dataclass(frozen=True)
class Links:
    """Where an invitation's links lead; all of them are its recipient's own."""

    answer: Callable[[str], str]
    """A score or a choice's id → the page with that answer chosen."""
    survey: str
    """The page with none chosen."""
    unsubscribe: str
    pixel: str
    """A picture that says that the message was opened."""
    honeypot: str
    """Shown to nobody: whoever follows it follows every link."""


def build(
    survey: PublishedSurvey,
    *,
    language: str,
    sender: str,
    links: Links,
    facts: Facts | None = None,
    subject: str | None = None,
    intro: str | None = None,
    footer: Sequence[str] = (),
    reminder: bool = False,
) -> Content:
    """The e-mail that asks somebody the first question of a survey.

    Args:
        survey: the version that is asked.
        language: the reader's; the survey's first one serves where it is not translated.
        sender: who asks, as the reader knows them.
        links: where its links lead.
        facts: what is known of the reader, for merge fields such as `{{customer.name|there}}`.
        subject: the author's; None for ours.
        intro: the author's words above the question, paragraphs parted by empty lines; None for ours, "" for none.
        footer: lines below everything, such as what the law wants to see; a link to refuse in them is made one.
        reminder: whether they were asked before; our own words then say so.
    """
    writer = _Writer(survey, language, sender, facts or Facts(), reminder)
    kind = "reminder" if reminder else "invitation"
    values = writer.question(links) | {
        "subject": writer.merged(subject) if subject else writer.ours("subject"),
        "paragraphs": _paragraphs(writer.ours("intro") if intro is None else writer.merged(intro)),
        "footer": [line for part in footer for line in part.splitlines() if line.strip()],
        "links": links,
        "sender": sender,
    }
    return Content(
        subject=values["subject"],
        html=writer.texts.get_template("mail/invitation.html").render(values),
        text=writer.texts.get_template("mail/invitation.txt").render(values).strip() + "\n",
        headers=unsubscribing(links.unsubscribe) | {"Feedback-ID": f"{survey.id}:{survey.workspace}:{kind}:voc"},
    )


def spoken_language(languages: Sequence[str], wanted: str) -> str:
    """Which of a survey's languages its reader gets."""
    base = wanted.partition("-")[0].lower()
    same = [each for each in languages if each.lower() == wanted.lower()]
    related = [each for each in languages if each.partition("-")[0].lower() == base]
    return next(iter([*same, *related]), languages[0])


@cache
def environment(language: str) -> Environment:
    """Templates that speak `language`, one of ours."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=lambda name: name not in PLAIN,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made


class _Writer:
    """One survey, one reader, one language."""

    def __init__(self, survey: PublishedSurvey, language: str, sender: str, facts: Facts, reminder: bool) -> None:
        self.definition, self.facts = survey.definition, facts
        self.spoken = spoken_language(survey.definition.languages, language)
        base = self.spoken.partition("-")[0].lower()
        self.texts = environment(base if base in LANGUAGES else "en")
        known = {"sender": sender, "reminder": reminder, "name": plain_words(facts.customer.get("name"))}
        self._said = self.texts.get_template("mail/words.html").make_module(known)

    def ours(self, name: str, *about: str) -> str:
        """What we say where the author says nothing."""
        return str(getattr(self._said, name)(*about)).strip()

    def merged(self, words: str) -> str:
        """The author's words with merge fields put in."""
        return fill(words, self.definition, self.facts, language=self.spoken)

    def question(self, links: Links) -> dict[str, Any]:
        """What the templates need of the first question that this reader meets."""
        spoken, first = self.spoken, self.definition.first_language
        asked = self.definition.question(route(self.definition, self.facts).questions[0])
        assert asked is not None, "a route names questions of its survey"
        ends = self.ours("low", asked.type), self.ours("high", asked.type)
        return {
            "spoken": spoken,
            "direction": "rtl" if spoken.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
            "font": Markup(FONT),
            "dress": dress(self.definition.appearance),
            "question": self.merged(asked.in_language(spoken, first)),
            "help": self.merged(in_language(asked.help, spoken, first)),
            "offers": offers(
                asked,
                language=spoken,
                first=first,
                answer=links.answer,
                elsewhere=links.survey,
                other=self.ours("other"),
                ends=ends,
            ),
            "questions": sum(each.is_asking for each in self.definition.questions),
            "minutes": ceil(estimated_seconds(self.definition, spoken) / 60),
        }


def _paragraphs(text: str) -> list[list[str]]:
    """Lines by paragraph."""
    parts = "\n".join(line.strip() for line in text.splitlines()).split("\n\n")
    return [part.strip("\n").split("\n") for part in parts if part.strip()]
