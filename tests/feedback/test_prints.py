"""What tells a repeated submission from another one gives nothing away."""

from typing import Any

from voc.feedback.domain import fingerprint
from voc.feedback.prints import is_same, print_of

BODY = {"submission_id": "s-1", "text": "010-2345-6789로 전화 주세요", "channel": "api"}


async def sent(caller: Any, **fields: Any) -> int:
    return (await caller.http.post("/v1/feedback", json=BODY | fields)).status_code


async def test_a_print_cannot_be_made_without_the_key(caller: Any, database: Any) -> None:
    await sent(caller)
    row = await database.feedback.find_one({"workspace": caller.workspace})
    assert row["fingerprint"] != fingerprint(BODY)
    assert row["fingerprint"] != print_of("feedback", "another", BODY)
    assert [await sent(caller), await sent(caller, text="other")] == [202, 409]


async def test_an_earlier_plain_print_is_still_compared(caller: Any, database: Any) -> None:
    await sent(caller)
    mine = {"workspace": caller.workspace}
    await database.feedback.update_one(mine, {"$set": {"fingerprint": fingerprint(BODY)}})
    assert [await sent(caller), await sent(caller, text="other")] == [202, 409]


def test_two_workspaces_and_purposes_have_prints_of_their_own(database: Any) -> None:
    prints = {print_of(purpose, name, BODY) for purpose in ("feedback", "signal") for name in ("a", "b")}
    assert len(prints) == 4
    assert is_same("signal", "a", fingerprint(BODY), print_of("signal", "a", BODY))
