"""A channel in Slack, as an administrator adds it."""

from tests.webhooks.test_webhook_pages import HERE, administrator
from tests.webhooks.test_webhook_slack import ADDRESS


async def test_a_channel_is_added_tested_and_moved(app, watch):
    async with administrator(app, watch) as kim:
        assert f'href="{HERE}/new?to=slack"' in await kim.see()
        form = await kim.see(f"{HERE}/new?to=slack")
        assert "To a channel in Slack" in form
        fields = {"url": ADDRESS, "events": ["alert.opened"], "language": "ko", "format": "slack"}
        answer = await kim.send(f"{HERE}/new", form=f"{HERE}/new?to=slack", **fields)
        assert answer.status_code == 303
        path = answer.headers["location"].partition("?")[0]
        shown = await kim.see(path)
        assert "QQQQ" not in shown
        assert "Signing secret" not in shown
        assert 'value="ko" selected' in shown
        answer = await kim.send(path, url="", events=["*"], language="en", description="Product")
        assert answer.status_code == 303
        shown = await kim.see(path)
        assert "Product" in shown
        assert 'value="en" selected' in shown
        assert "hooks.slack.com/services/T00000000/B00000000/…" in shown
        sent = await kim.send(f"{path}/test", form=path)
        shown = await kim.see(sent.headers["location"])
        assert "This is a test from VoC" in shown
        assert "webhook-id" not in shown
        for wrong in ("nonsense", "https://10.0.0.1/x"):
            answer = await kim.send(path, url=wrong, events=["*"], language="en")
            assert answer.status_code == 422
        assert "Slack" in await kim.see()


async def test_what_does_not_fit_keeps_the_form_a_form_for_slack(app, watch):
    async with administrator(app, watch) as kim:
        fields = {"url": "nonsense", "events": ["*"], "language": "ko", "format": "slack"}
        answer = await kim.send(f"{HERE}/new", form=f"{HERE}/new?to=slack", **fields)
        assert answer.status_code == 422
        assert 'name="format" value="slack"' in answer.text
