"""One customer's way through a survey in messages, as it stands; pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from voc.clock import stamp
from voc.conversations.understanding.answers import Reader
from voc.conversations.understanding.commands import Command
from voc.conversations.wording.asking import Said, Voice
from voc.conversations.wording.words import day
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.route import Route, route
from voc.values import Value

EXPIRES = timedelta(hours=72)
"""How long a question waits for its answer."""
REMINDER = timedelta(hours=24)
"""After how long it is asked once more."""
MISUNDERSTANDINGS = 2
"""How often a question is asked again before we let it be."""


class RunState(StrEnum):
    """Where a conversation about a survey stands."""

    none = "none"
    """Nothing is asked."""
    asked = "asked"
    reasked = "re-asked"
    """The answer was not understood, and the question was put again."""
    reminded = "reminded"
    finished = "finished"
    expired = "expired"
    """Nobody answered in time."""
    ended = "ended"
    """We let it be: not understood too often, or the customer declined; the link was offered where there is one."""
    opted_out = "opted-out"


OPEN = (RunState.asked, RunState.reasked, RunState.reminded)
"""States in which an answer is expected."""


class Run(Value):
    """A survey under way in a conversation. What its logic may ask about somebody is frozen when it begins."""

    survey: str
    version: int
    submission_id: str
    language: str
    state: RunState = RunState.asked
    at: str | None = None
    """The question that waits for an answer."""
    answers: dict[str, Any] = {}
    misunderstood: int = 0
    """How often the present question was not understood."""
    sequence: int = 0
    """Of the latest save of the response."""
    reminded: bool = False
    reminds: bool = True
    """Whether we remind at all; whoever invited may do so instead."""
    asked_at: int
    """When the present question was put; a `voc.clock.stamp`, as all times here."""
    expires_at: int
    hidden: dict[str, Any] = {}
    customer: dict[str, Any] = {}
    link: str | None = None
    """Where the survey can be gone on with on a page."""
    ask: str | None = None
    """The ask in the contact ledger that it answers."""
    invitation: str | None = None
    sender: str = ""
    """Who asks, as the customer should read it."""

    @property
    def is_open(self) -> bool:
        """Whether an answer is expected."""
        return self.state in OPEN and self.at is not None

    @property
    def facts(self) -> Facts:
        """What the survey's logic may look at."""
        return Facts(answers=self.answers, hidden=self.hidden, customer=self.customer, language=self.language)

    def due_at(self) -> int | None:
        """When it wants to be looked at again by itself: for its reminder, or because it has expired."""
        if not self.is_open:
            return None
        reminder = self.asked_at + REMINDER // timedelta(milliseconds=1)
        return self.expires_at if self.reminded or not self.reminds else min(reminder, self.expires_at)

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.is_open and stamp(now) >= self.expires_at


class Step(Value):
    """What one message, or a moment, does."""

    run: Run | None
    said: tuple[Said, ...] = ()
    command: Command | None = None
    """What they want of the conversation itself; a stop and a start are confirmed by whoever carries the step out."""
    saved: bool = False
    """Whether the response is to be saved."""
    asides: tuple[str, ...] = ()
    """Words that are no answers: each becomes feedback, so that nothing is lost."""

    @property
    def finished(self) -> bool:
        """Whether the survey is answered to its end."""
        return self.run is not None and self.run.state == RunState.finished


class Walk(Value):
    """A run on its survey's route."""

    run: Run
    definition: Definition
    way: Route

    @classmethod
    def of(cls, run: Run, definition: Definition) -> "Walk":
        """The walk that the run's answers make."""
        return cls(run=run, definition=definition, way=route(definition, run.facts))

    @property
    def voice(self) -> Voice:
        """Who speaks."""
        return Voice(self.definition, self.run.facts, self.way.variables)

    def reader(self, now: datetime) -> Reader:
        """How the customer is read."""
        return Reader(
            language=self.run.language, first=self.definition.first_language, today=day(self.run.language, now)
        )
