"""What goes wrong with what somebody wrote is kept and logged without what they wrote."""

from datetime import timedelta
from typing import Any

import pytest
from phones import Phone
from pydantic import BaseModel, ValidationError
from pymongo.errors import WriteError
from structlog.testing import capture_logs

from voc.channels.documents import Message
from voc.conversations import effects, faults, keeping

NAME, WORDS = "Minsu Kim", "my knee still hurts"
SAID = f"I am {NAME} and {WORDS}"


class Strict(BaseModel):
    """Takes no words."""

    answers: dict[str, int]


def quoting() -> ValidationError:
    """An error that quotes what it was given."""
    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({"answers": {"why": SAID}})
    assert NAME in repr(caught.value)
    return caught.value


ERRORS = [
    (quoting(), "ValidationError at answers.why"),
    (WriteError(f"cannot store {SAID}", 10334, {"op": SAID}), "WriteError, code 10334"),
    (RuntimeError("card 4111 1111 1111 1111, 010-2345-6789"), "RuntimeError('card [CARD], [PHONE]')"),
]


@pytest.mark.parametrize(("error", "told"), ERRORS, ids=lambda each: type(each).__name__)
def test_an_error_is_told_without_what_it_quotes(error: Exception, told: str) -> None:
    assert faults.told(error) == told


def failing(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    async def fails(*_: Any, **__: Any) -> None:
        raise quoting()

    monkeypatch.setattr(module, name, fails)


def says_nothing(kept: str) -> bool:
    return not any(each in kept for each in (NAME, WORDS, "Minsu", "knee"))


async def test_a_message_that_cannot_be_taken_quotes_nobody(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, keeping, "decided")
    id_ = await phone.writes(SAID)
    with capture_logs() as logs:
        await phone.take(id_)
    row = await Message.get_pymongo_collection().find_one({"_id": id_})
    assert row is not None
    assert row["last_error"] == "ValidationError at answers.why"
    assert "ValidationError at answers.why" in repr(logs)
    assert says_nothing(repr(logs))


async def test_a_conversation_that_cannot_be_looked_after_quotes_nobody(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.is_asked()
    phone.watch.turn(timedelta(hours=24))
    failing(monkeypatch, keeping, "decided")
    with capture_logs() as logs:
        await phone.look_after()
    assert (await phone.row())["last_error"] == "ValidationError at answers.why"
    assert says_nothing(repr(logs))


async def test_what_is_left_undone_for_long_quotes_nobody(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        failing(patch, effects, "_keep")
        await phone.take(await phone.writes(SAID))
        phone.watch.turn(timedelta(hours=1))
        with capture_logs() as logs:
            await keeping.settled(await phone.row(), now=phone.watch())
    assert "left undone" in repr(logs)
    assert says_nothing(repr(logs))
