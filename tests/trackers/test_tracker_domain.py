"""Who moves whom, what an issue says, and which issue a person means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trackers.providing import FAKES, payload
from voc.backlog.workflow.domain import FINISHED, MOVES, Status
from voc.trackers.adapters import ADAPTERS
from voc.trackers.domain import INTO, OUT, IssueState, Rules, Seen, decide, reachable, reference, reference_uuid, usual
from voc.trackers.drafting import document, draft, escaped, markdown, quiet

statuses, states = st.sampled_from(Status), st.sampled_from(IssueState)
targets = st.sampled_from([each for each in Status if each != Status.new])
any_rules = st.builds(Rules, out=st.dictionaries(statuses, states), into=st.dictionaries(states, targets))
seen = st.builds(Seen, item=statuses, issue=states)


def moved(now, decision):
    """Both sides after a decision was carried out."""
    return Seen(decision.item_to or now.item, decision.issue_to or now.issue)


@given(seen, seen, any_rules)
def test_after_a_decision_nothing_is_left_to_decide(before, now, rules):
    after = moved(now, decide(before, now, rules))
    assert decide(after, after, rules) == (None, None)


@given(seen, seen, any_rules)
def test_at_most_one_side_is_moved_and_only_where_the_rules_and_the_workflow_lead(before, now, rules):
    decision = decide(before, now, rules)
    assert decision.issue_to is None or decision.item_to is None
    assert decision.issue_to in (None, rules.out.get(now.item))
    assert decision.item_to is None or decision.item_to in MOVES[now.item]


@given(seen, any_rules)
def test_what_nobody_moved_moves_nothing(both, rules):
    assert decide(both, both, rules) == (None, None)


@given(statuses, st.sampled_from(sorted(ADAPTERS)))
def test_our_own_change_that_comes_back_moves_nothing(status, kind):
    rules = usual(ADAPTERS[kind].states)
    before = Seen(Status.new if status != Status.new else Status.closed, IssueState.open)
    pushed = decide(before, Seen(status, IssueState.open), rules).issue_to or IssueState.open
    both = Seen(status, pushed)
    assert decide(both, both, rules) == (None, None)
    # and even where the answer to our call was lost, the issue stands where we wanted it
    assert decide(before, both, rules) == (None, None) or pushed == IssueState.open


@given(statuses, targets)
def test_an_item_goes_only_where_it_may_and_never_back_to_where_it_is(here, target):
    way = reachable(here, target)
    assert way is None or way in MOVES[here]
    if target in MOVES[here]:
        assert way == target
    if way not in (None, target):
        assert (way in FINISHED) == (target in FINISHED)


@pytest.mark.parametrize("kind", sorted(ADAPTERS))
def test_the_usual_rules_speak_only_of_states_that_the_provider_knows(kind):
    rules = usual(ADAPTERS[kind].states)
    assert set(rules.out.values()) <= ADAPTERS[kind].states
    assert set(rules.into) == ADAPTERS[kind].states
    assert set(rules.out) == set(Status) == set(OUT)
    assert set(INTO) == set(IssueState)


def test_a_shipped_item_whose_issue_is_opened_again_is_in_progress():
    assert reachable(Status.shipped, Status.under_review) == Status.in_progress


def test_an_item_that_moved_while_its_issue_moved_elsewhere_keeps_what_people_decided():
    rules = usual(frozenset(IssueState))
    before = Seen(Status.planned, IssueState.open)
    assert decide(before, Seen(Status.declined, IssueState.started), rules).issue_to == IssueState.dropped
    # where the move here means nothing there, the move there counts
    before = Seen(Status.under_review, IssueState.open)
    assert decide(before, Seen(Status.planned, IssueState.done), rules).item_to == Status.shipped


@given(st.text(max_size=40), st.integers(0, 2**45))
def test_a_reference_is_one_word_and_a_uuid_of_version_4(link, at):
    made = reference(link, at)
    assert made.isalnum()
    assert made != reference(link, at + 1)
    assert reference_uuid(made)[14] == "4"
    assert reference_uuid(made)[19] in "89ab"


HOSTILE = "@everyone /close #12 !3 ![x](https://evil.test/a.png) <img src=x> `code` acme/shop#9 kim@acme.test $1 %2"


@pytest.mark.parametrize("text", [HOSTILE, "\n/close\n/label ~bug", "# Title\n- [ ] task", "ㅋㅋ @김민지 로그인#3"])
def test_customers_words_call_nobody_and_close_nothing(text):
    wanted = draft("T", customers=1, active=2, quotes=[text], url="https://voc.test/backlog/bl_1", language="en")
    (quote,) = wanted.quotes
    body = markdown(wanted, "voc1")
    assert "\n" not in quote
    lines = [line for line in body.splitlines() if line]
    assert all(not line.lstrip("> ").startswith("/") or line.lstrip("> ")[1] == "\u2060" for line in lines)
    for sign in "@#!$%~/":
        shown = body.replace("https://voc.test/backlog/bl_1", "").replace("### What", "")
        assert not any(shown[at + 1].isalnum() for at, c in enumerate(shown[:-1]) if c == sign), sign
    inside = str(document(wanted, "voc1"))
    assert "mention" not in inside.replace(quote, "")


@given(st.text(max_size=60))
def test_what_is_unseen_is_all_that_is_added(text):
    assert quiet(text).replace("\u2060", "") == text.replace("\u2060", "")
    assert escaped(text).replace("\\", "").replace("\u2060", "") == text.replace("\\", "").replace("\u2060", "")


def test_an_issue_says_how_many_and_leads_back_in_both_languages():
    for language, words in (("en", "1,234 of 5,000"), ("ko", "5,000명 가운데 1,234명"), ("fr", "1,234 of 5,000")):
        wanted = draft(
            "T", customers=1234, active=5000, quotes=["로그인이 안 돼요"], url="https://voc.test/", language=language
        )
        for text in (markdown(wanted, "voc1"), str(document(wanted, "voc1"))):
            assert "voc1" in text
            assert "https://voc.test/" in text
        assert words in wanted.who
    assert draft("T" * 999, customers=1, active=1, quotes=["x" * 999], url="", language="en").title.endswith("…")


LOCATED = {
    "github": [("12", "12"), (" #12 ", "12"), ("https://github.com/Acme/Shop/issues/12", "12"),
               ("https://github.com/acme/shop/pull/12", None), ("https://github.com/acme/other/issues/12", None),
               ("https://evil.test/acme/shop/issues/12", None), ("../12", None), ("", None)],
    "gitlab": [("#14", "14"), ("https://gitlab.com/acme/web/shop/-/issues/14", "14"),
               ("https://gitlab.com/acme/web/shop/-/work_items/14", "14"),
               ("https://gitlab.com/acme/web/-/issues/14", None), ("SHOP-1", None)],
    "jira": [("shop-24", "SHOP-24"), ("https://acme.atlassian.net/browse/SHOP-24", "SHOP-24"), ("OTHER-1", None),
             ("https://evil.atlassian.net/browse/SHOP-24", None), ("24", None)],
    "linear": [("ENG-42", "ENG-42"), ("https://linear.app/acme/issue/eng-42/keep-people", "ENG-42"), ("OPS-1", None),
               ("https://evil.test/acme/issue/ENG-42", None)],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "found"), [(k, *each) for k, rows in LOCATED.items() for each in rows])
def test_a_person_names_an_issue_by_its_number_or_its_address(kind, text, found):
    address = ADAPTERS[kind].address or "https://acme.atlassian.net"
    assert ADAPTERS[kind].locate(text, FAKES[kind].project, address) == found


HEARD = {
    "github": [("issues_closed", {"x-github-event": "issues"}, "12"), ("ping", {"x-github-event": "ping"}, None),
               ("issues_closed", {"x-github-event": "issue_comment"}, None)],
    "gitlab": [("issue_hook", {}, "14"), ("push_hook", {}, None)],
    "jira": [("issue_updated", {}, "10002"), ("comment_created", {}, None)],
    "linear": [("issue_update", {}, "3b1f9a52-6d11-4c55-9a3f-0c2a5a7b9d10"), ("comment_create", {}, None)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "headers", "issue"), [(k, *each) for k, rows in HEARD.items() for each in rows]
)
def test_a_webhook_names_its_issue(kind, name, headers, issue):
    assert ADAPTERS[kind].heard(FAKES[kind].project, headers, payload(kind, name)) == issue
    for nonsense in (None, [], {}, "x", {"issue": 3}, {"data": [], "object_attributes": None}):
        assert ADAPTERS[kind].heard(FAKES[kind].project, headers, nonsense) is None


def test_events_of_other_projects_of_the_same_organisation_are_none_of_ours():
    assert (
        ADAPTERS["github"].heard("acme/other", {"x-github-event": "issues"}, payload("github", "issues_closed")) is None
    )
    assert ADAPTERS["gitlab"].heard("acme/web", {}, payload("gitlab", "issue_hook")) is None
