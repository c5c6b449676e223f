"""Published answers, and respondents who may be offered them."""

import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import Visitor, publish, response
from voc.faq import service
from voc.faq.states import Action

RETURNS = "You can return any unopened product within 14 days."


class Desk:
    """A workspace that answers, and what its respondents see after the thanks."""

    def __init__(self, caller, engine, watch):  # noqa: F811
        self.caller, self.workspace, self.engine, self.watch = caller, caller.workspace, engine, watch
        self.visitor = Visitor(caller)

    async def publish(self, question="How can I return a product?", answer=RETURNS, language="en"):
        """An answer of a colleague, given out; its id."""
        who = {"by": "mem_1", "now": self.watch()}
        id_ = await service.create(self.workspace, language, question, [], **who)
        await service.edit(self.workspace, id_, {}, [(answer, None)], **who)
        for action in (Action.approve, Action.publish):
            await service.act(self.workspace, id_, action, **who)
        return id_

    async def says(self, text, nps=5, survey=None, **fields):
        """Finish a survey with these words; the submission's id."""
        body = response(
            survey or await publish(self.caller), answers={"nps": nps, "why": text}, **{"finished": True} | fields
        )
        assert (await self.visitor.send("/responses", body)).status_code == 202
        return body["submission_id"]

    async def after(self, submission):
        """What follows the thanks."""
        answer = await self.visitor.send("/live", {"submission_id": submission})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def tells(self, submission, **said):
        """What the person says to it."""
        return await self.visitor.send("/live/said", {"submission_id": submission} | said)


@pytest_asyncio.fixture(loop_scope="session")
async def counter(caller, engine, watch):  # noqa: F811
    """A fresh workspace."""
    return Desk(caller, engine, watch)
