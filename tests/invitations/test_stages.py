"""Where an invitation stands does not depend on the order in which reports arrive."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.clock import stamp
from voc.invitations import domain, steps, tokens, visiting
from voc.invitations.domain import FUNNEL, CampaignState, Stage, after, fill, funnel, slots
from voc.invitations.schemas import Plan
from voc.invitations.steps import Do, Frame, next_step

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STAGES = st.lists(st.sampled_from(list(Stage)), max_size=8)


def come_to(news: list[Stage]) -> tuple[Stage, Stage]:
    stage, reached = Stage.queued, Stage.queued
    for each in news:
        stage, reached = after(stage, reached, each)
    return stage, reached


@given(STAGES.flatmap(lambda news: st.tuples(st.just(news), st.permutations(news))))
def test_the_order_of_news_does_not_matter_and_neither_does_hearing_it_twice(pair: tuple[list, list]) -> None:
    news, shuffled = pair
    assert come_to(news) == come_to(shuffled + news)


@pytest.mark.parametrize(
    ("news", "stage", "reached"),
    [
        ("sent delivered opened", "opened", "opened"),
        ("sent opened bounced", "bounced", "opened"),
        ("sent completed unsubscribed", "unsubscribed", "completed"),
        ("sent started expired", "expired", "started"),
        ("sent expired completed", "completed", "completed"),
        ("withheld", "withheld", "queued"),
        ("held", "held", "queued"),
        ("held sent", "sent", "sent"),
    ],
)
def test_what_news_come_to(news: str, stage: str, reached: str) -> None:
    assert come_to([Stage(each) for each in news.split()]) == (stage, reached)


@given(st.dictionaries(st.tuples(st.sampled_from(FUNNEL), st.sampled_from(list(Stage))), st.integers(0, 1_000)))
def test_a_funnel_never_widens(counted: dict) -> None:
    counts = {domain.count_key(*key): number for key, number in counted.items()}
    steps_ = list(funnel(counts).values())
    assert steps_ == sorted(steps_, reverse=True)
    assert steps_[0] == sum(counts.values())
    assert sum(domain.by_stage(counts).values()) == sum(counts.values())


@given(st.integers(1, 5_000), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 10_000)), max_size=8))
def test_turns_keep_their_distance_and_never_come_early(per_hour: int, wishes: list[tuple[int, int]]) -> None:
    free_at, given_out = NOW, []
    for count, wait in wishes:
        not_before = NOW + timedelta(seconds=wait)
        turns, free_at = slots(free_at, count, per_hour=per_hour, not_before=not_before)
        assert len(turns) == count
        assert all(turn >= not_before for turn in turns)
        given_out += turns
    gap = timedelta(hours=1) / per_hour - timedelta(microseconds=1)
    assert all(later - earlier >= gap for earlier, later in zip(given_out, given_out[1:], strict=False))


def row(stage: str = "queued", **fields: Any) -> dict[str, Any]:
    """An invitation that was made and sent at NOW, unless said otherwise."""
    usual = {"stage": stage, "steps": 1, "asked_at": stamp(NOW), "created_at": stamp(NOW), "send_at": stamp(NOW)}
    return usual | {"expires_at": stamp(NOW + timedelta(days=30)), "slotted": False, "channel": "sms"} | fields


REMINDING = Frame(plan=Plan(reminders=2, remind_after_days=3))
PAUSED, DONE = CampaignState.paused, CampaignState.done

TABLE = [
    # days later, the row, its frame, answered, what is done
    (0, row(steps=0), Frame(plan=Plan()), False, Do.send),
    (0, row(steps=0, send_at=stamp(NOW + timedelta(hours=1))), Frame(plan=Plan()), False, Do.wait),
    (0, row(steps=0), Frame(plan=Plan(), throttle_per_hour=5), False, Do.take_turn),
    (0, row(steps=0, slotted=True), Frame(plan=Plan(), throttle_per_hour=5), False, Do.send),
    (0, row(steps=0), Frame(plan=Plan(), state=PAUSED), False, Do.wait),
    (0, row(steps=0), Frame(plan=Plan(), state=DONE), False, Do.expire),
    (2, row("sent"), REMINDING, False, Do.wait),
    (3, row("sent"), REMINDING, False, Do.remind),
    (3, row("started"), REMINDING, False, Do.remind),
    (3, row("sent", steps=2), REMINDING, False, Do.wait),
    (6, row("opened", steps=2), REMINDING, False, Do.remind),
    (9, row("opened", steps=3), REMINDING, False, Do.wait),
    (3, row("sent"), REMINDING, True, Do.rest),
    (3, row("completed"), REMINDING, False, Do.rest),
    (3, row("bounced"), REMINDING, False, Do.rest),
    (3, row("unsubscribed"), REMINDING, False, Do.rest),
    (3, row("complained"), REMINDING, False, Do.rest),
    (3, row("withheld"), REMINDING, False, Do.rest),
    (3, row("held"), REMINDING, False, Do.wait),
    (3, row("queued"), REMINDING, False, Do.wait),
    (3, row("sent"), REMINDING.model_copy(update={"state": PAUSED}), False, Do.wait),
    (3, row("sent"), REMINDING.model_copy(update={"state": DONE}), False, Do.wait),
    (30, row("sent", steps=3), REMINDING, False, Do.expire),
    (30, row("expired"), REMINDING, False, Do.rest),
    (29, row("completed"), Frame(plan=Plan(), every_days=30), False, Do.wait),
    (30, row("completed"), Frame(plan=Plan(), every_days=30), False, Do.next_round),
    (30, row("expired"), Frame(plan=Plan(), every_days=30), False, Do.next_round),
    (30, row("unsubscribed"), Frame(plan=Plan(), every_days=30), False, Do.rest),
    (30, row("bounced"), Frame(plan=Plan(), every_days=30), False, Do.rest),
    (30, row("completed"), Frame(plan=Plan(), every_days=30, state=PAUSED), False, Do.wait),
    (30, row("completed"), Frame(plan=Plan(), every_days=30, state=DONE), False, Do.rest),
]


@pytest.mark.parametrize(("days", "stored", "frame", "answered", "do"), TABLE)
def test_what_comes_next(days: int, stored: dict, frame: Frame, answered: bool, do: Do) -> None:
    step = next_step(stored, frame, answered=answered, now=NOW + timedelta(days=days))
    assert step.do == do
    if do == Do.wait:
        assert step.at is not None
        assert step.at > NOW + timedelta(days=days)


def test_an_invitation_ends_before_the_next_round_begins() -> None:
    assert steps.expiry(Frame(plan=Plan(expires_days=30), every_days=7), asked_at=NOW) == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Hello {{name|there}}", "Hello Ann"),
        ("{{ Plan }}", "pro"),
        ("{{missing|friend}}!", "friend!"),
        ("{{missing}}!", "!"),
        ("{{customer:plan|x}}", "{{customer:plan|x}}"),
        ("{name} {{", "{name} {{"),
    ],
)
def test_merge_fields(text: str, filled: str) -> None:
    assert fill(text, {"name": "Ann", "plan": "pro"}) == filled


@given(st.text(max_size=40))
def test_the_page_and_we_mean_the_same_submission(token: str) -> None:
    assert tokens.submission_of(token) == visiting.submission_of(token)
