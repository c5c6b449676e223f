"""The chat's button and greetings in the settings, and what pages are told of them."""

import pytest

from tests.widget_settings.test_widget_settings import administrator
from voc.accounts.domain import Role
from voc.asks.domain import GREETING_LIMIT


async def told(kim):
    """What a page of the workspace hears of the chat."""
    answer = await kim.browser.http.get(f"/c/{kim.workspace}")
    return answer.json()["chat"]


async def test_pages_show_no_button_until_it_is_turned_on(app, watch):
    async with administrator(app, watch) as kim:
        assert await told(kim) is None
        answer = await kim.send("/chat", button="yes", greeting_ko="  어서 오세요!  ", greeting_en="")
        assert (answer.status_code, answer.headers["location"]) == (303, "/settings/widget?saved=chat")
        assert await told(kim) == {"greeting": {"ko": "어서 오세요!"}}
        shown = (await kim.see(language="ko")).text
        assert "어서 오세요!" in shown
        assert 'name="button" value="yes" checked' in shown
        await kim.send("/chat", greeting_ko="어서 오세요!")
        assert await told(kim) is None
        assert (await kim.rules()).chat.greeting == {"ko": "어서 오세요!"}


async def test_what_is_too_long_is_kept_in_the_form_and_not_saved(app, watch):
    async with administrator(app, watch) as kim:
        long = "가" * (GREETING_LIMIT + 1)
        answer = await kim.send("/chat", button="yes", greeting_ko=long)
        assert answer.status_code == 422
        assert long in answer.text
        assert f"At most {GREETING_LIMIT} characters." in answer.text
        assert await told(kim) is None


@pytest.mark.parametrize("role", [Role.viewer, Role.product])
async def test_others_cannot_turn_it_on(app, watch, role):
    async with administrator(app, watch, role) as kim:
        assert (await kim.send("/chat", button="yes")).status_code == 403
        assert await told(kim) is None


async def test_the_other_settings_leave_it_alone(app, watch):
    async with administrator(app, watch) as kim:
        await kim.send("/chat", button="yes", greeting_en="Hi")
        await kim.send(quiet_days="14", per_session="2", per_page="1", origins="")
        await kim.send("/identity", signed="yes")
        assert await told(kim) == {"greeting": {"en": "Hi"}}
