"""A careful host's page: one script nonce, Trusted Types, nothing else allowed."""

from tests.widget.conftest import Stage


async def test_it_asks_and_delivers_without_one_violation(stage: Stage) -> None:
    survey = await stage.survey_of()
    page = await stage.visit(stage.page())
    await page.get_by_role("radio", name="9").click(force=True)
    (row,) = await stage.eventually(lambda rows: len(rows) == 1 and rows[0]["finished"])
    assert row["answers"] == {"nps": 9}
    assert row["survey"] == survey["id"]
    assert row["channel"] == "widget"
    assert await page.evaluate("broken") == []
