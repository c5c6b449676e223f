"""Customers read one name, wherever a message comes from: that of the sending rules."""

import pytest
from test_talking import Bo, bo

from tests.inviting import Company, Post
from voc.accounts import queries as accounts
from voc.channels import receiving
from voc.channels.domain import Channel, Inbound
from voc.conversations import service

__all__ = ["bo"]


@pytest.mark.parametrize("words", ["수신거부", "STOP", "HELP"])
async def test_what_is_said_outside_a_survey_bears_the_senders_name(
    company: Company, post: Post, bo: Bo, words: str
) -> None:
    await company.rules(sender_name="Moa Market")
    await bo.says(words)
    (said,) = await bo.heard()
    assert "Moa Market" in said


async def test_without_a_name_of_its_own_a_workspace_writes_under_its_own(company: Company, bo: Bo) -> None:
    workspace = await accounts.workspace(company.workspace)
    assert workspace is not None
    await company.rules(sender_name="")
    await bo.says("STOP")
    (said,) = await bo.heard()
    assert workspace.name in said


async def test_a_colleagues_first_mail_has_the_senders_name_for_a_subject(company: Company, post: Post) -> None:
    await company.rules(sender_name="Moa Market")
    inbound = Inbound(event_id="m1", sender="bo@example.com", text="Where is my parcel?")
    await receiving.store(company.workspace, "email.test", Channel.email, inbound, now=post.watch())
    await post.settle()
    (who,) = (await company.ok("GET", "/v1/customers"))["items"]
    await service.say(company.workspace, who["id"], "On its way.", by="mem_kim", now=post.watch())
    await post.settle()
    (sent,) = await post.sent(company.workspace)
    assert sent["content"]["subject"] == "Moa Market"
