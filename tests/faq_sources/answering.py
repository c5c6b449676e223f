"""Entries that rest on sources."""

from voc.faq import queries, service
from voc.faq.states import Action


async def published(shelf, question, *passages, state=Action.publish):
    """An entry whose answer is the words of these passages, up to a state."""
    now, workspace = shelf.engine.watch(), shelf.workspace
    id_ = await service.create(workspace, "en", question, [], by="mem_1", now=now)
    answer = [(each["text"], each["_id"]) for each in passages]
    await service.edit(workspace, id_, {}, answer, by="mem_1", now=now)
    for action in {Action.edit: (), Action.approve: (Action.approve,)}.get(state, (Action.approve, Action.publish)):
        await service.act(workspace, id_, action, by="mem_1", now=now)
    return id_


async def entry(shelf, id_):
    """As decisions read it."""
    return (await queries.held(shelf.workspace, id_)).entry
