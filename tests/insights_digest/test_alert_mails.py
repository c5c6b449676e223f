"""An alert is one mail to each member who wants them, however long it goes on."""

from datetime import timedelta

from tests.insights.test_alerts import history, themes
from tests.insights_digest.conftest import text_of
from voc.channels.documents import Delivery
from voc.insights.alerts.documents import Alert
from voc.subscriptions import tokens
from voc.subscriptions.domain import Kind

__all__ = ["history", "themes"]


async def mails_of(workspace):
    return await Delivery.get_pymongo_collection().find({"workspace": workspace, "origin.kind": "alert"}).to_list()


async def test_an_alert_that_goes_on_for_days_is_one_mail_to_each_who_wants_it(staff, caller, engine, watch, history):
    kim, lee = await staff.join(), await staff.join()
    await kim.wants(alert="yes")
    watch.turn(timedelta(minutes=2))
    await engine.settle()
    for _ in range(4):
        watch.turn(timedelta(days=1))
        await engine.settle()
    assert lee.mails() == []
    (mail,) = kim.mails()
    assert mail["Subject"] == "Alert: Login fails"
    assert tokens.token_of(kim.id, Kind.alert) in mail["List-Unsubscribe"]
    (alert,) = (await caller.http.get("/v1/alerts")).json()["items"]
    for kind in ("plain", "html"):
        said = text_of(mail, kind)
        assert "people spoke of it from" in said
        assert f"http://voc.test/alerts/{alert['id']}" in said
        assert "Chance: below 0.0001" in said


async def test_who_wants_them_later_hears_of_no_earlier_one(staff, caller, engine, watch, history):
    kim = await staff.join()
    watch.turn(timedelta(minutes=2))
    await engine.settle()
    assert len((await caller.http.get("/v1/alerts?state=open")).json()["items"]) == 1
    watch.turn(timedelta(minutes=1))
    await kim.wants(alert="yes")
    watch.turn(timedelta(days=1))
    await engine.settle()
    assert kim.mails() == []


async def test_one_that_was_closed_before_its_mail_went_out_is_no_news(staff, caller, engine, watch, history):
    kim = await staff.join()
    await kim.wants(alert="yes")
    staff.mailboxes.to_sender = "451 later"
    watch.turn(timedelta(minutes=2))
    await engine.settle()
    (alert,) = (await caller.http.get("/v1/alerts")).json()["items"]
    await caller.http.patch(f"/v1/alerts/{alert['id']}", json={"closed": True})
    staff.mailboxes.to_sender = "250 OK"
    watch.turn(timedelta(minutes=10))
    await engine.settle()
    assert staff.mailboxes.letters == []
    (row,) = await mails_of(caller.workspace)
    assert (row["status"], row["last_error"]) == ("expired", "The alert is no longer open.")


async def test_one_that_opens_again_is_a_mail_again(staff, caller, engine, watch, history):
    kim = await staff.join()
    await kim.wants(alert="yes")
    watch.turn(timedelta(minutes=2))
    await engine.settle()
    assert len(kim.mails()) == 1
    (row,) = await Alert.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    again = {"standing.times": 2}
    await Alert.get_pymongo_collection().update_one({"_id": row["_id"]}, {"$set": again, "$inc": {"revision": 1}})
    watch.turn(timedelta(days=1))
    await engine.settle()
    assert len(kim.mails()) == 2
