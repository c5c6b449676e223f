"""An invitation whose questions come one by one, as messages."""

from datetime import datetime

from voc.channels.domain import Channel
from voc.channels.outgoing import Content
from voc.conversations.starting import Errand, NotSuitable, Respondent, begin
from voc.invitations.domain import ask_id
from voc.invitations.rendering import LINK, Occasion, dressed, short_link
from voc.invitations.tokens import submission_of, token_of


def is_talk(occasion: Occasion) -> bool:
    """Whether the first question is the message; a reminder, like every e-mail, leads to the page."""
    return occasion.plan.form == "conversation" and occasion.channel != Channel.email and not occasion.reminder


async def first_question(occasion: Occasion, address: str, *, otherwise: Content, now: datetime) -> Content | None:
    """Begin the conversation; the same invitation begun again says the same.

    Args:
        occasion: what the message is made of.
        address: where it goes.
        otherwise: the message with a link, for surveys that no message can ask.
        now: the present.

    Returns:
        None where they are in the middle of another conversation.
    """
    who = Respondent(
        ref=occasion.person.refs[0],
        channel=occasion.channel,
        address=address,
        language=occasion.language,
        attributes=occasion.person.attributes,
    )
    errand = Errand(
        submission_id=submission_of(token_of(occasion.invitation)),
        link=await short_link(occasion, now=now),
        ask=ask_id(occasion.invitation),
        invitation=occasion.invitation,
        sender=occasion.sender.name,
        opening=occasion.words().text.replace(LINK, "").strip(),
        hidden=dict(occasion.fields),
        reminds=occasion.plan.reminders == 0,  # else both would remind
    )
    try:
        content = await begin(occasion.survey, who, errand, now=now)
    except NotSuitable:
        return otherwise
    if content is None:
        return None
    text = await dressed(occasion, content.text, can_answer=True, now=now)
    return content.model_copy(update={"text": text})
