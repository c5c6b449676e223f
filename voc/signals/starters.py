"""Rules that every workspace begins with; pure."""

from voc.invitations.schemas import Plan
from voc.surveys import catalogue
from voc.surveys.definition import Definition
from voc.surveys.targeting.models import Frequency
from voc.values import Value

ALWAYS_AGAIN = Frequency(every_days=0)
"""Each closed order is a case of its own; the workspace's quiet days protect people from too many."""


class Starter(Value):
    """A rule that needs no set-up."""

    id: str
    name: str
    """Of the signals that it looks at."""
    template: str
    """Of the catalogue."""
    delay_minutes: int
    plan: Plan = Plan(reminders=0, expires_days=14)

    def definition(self, language: str) -> Definition:
        """The survey that it starts, in the author's language."""
        made = catalogue.template(self.template).for_author(language)
        return made.model_copy(update={"targeting": made.targeting.model_copy(update={"frequency": ALWAYS_AGAIN})})


STARTERS = (Starter(id="work_order", name="work_order.closed", template="post_visit", delay_minutes=0),)


def starter(id_: str) -> Starter | None:
    """A built-in rule by its id."""
    return next((each for each in STARTERS if each.id == id_), None)
