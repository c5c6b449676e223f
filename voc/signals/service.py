"""Use cases of signals: take one, and decide what follows from which."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.clock import stamp
from voc.customers import contacts
from voc.database import durable
from voc.errors import NotFound
from voc.feedback import prints, senders
from voc.feedback.domain import SubmissionConflict
from voc.invitations import queries as invitations
from voc.signals import domain, queries
from voc.signals.documents import Signal, SignalRule
from voc.signals.schemas import RuleIn, RuleOut, SignalIn, SignalReceived
from voc.signals.starters import STARTERS, Starter, starter
from voc.surveys import queries as surveys
from voc.surveys import service as authoring
from voc.values import new_id
from voc.web.problems import invalid

Row = dict[str, Any]


async def receive(workspace: str, signal: SignalIn, *, now: datetime) -> SignalReceived:
    """Store a signal; the same one again answers the same id.

    Raises:
        SubmissionConflict: the submission id came before with another body.
    """
    id_ = domain.signal_id(workspace, signal.submission_id)
    customer = signal.customer_in()
    sender = senders.sender_of(workspace, customer) if customer else None
    document = Signal(
        id=id_,
        workspace=workspace,
        submission_id=signal.submission_id,
        fingerprint=prints.print_of("signal", workspace, signal.model_dump(exclude_unset=True)),
        name=signal.name,
        customer={"id": sender.ref, "attributes": sender.attributes} if sender else None,
        fields=contacts.without_contacts(signal.fields),
        occurred_at=stamp(signal.occurred_at or now),
        received_at=stamp(now),
        next_dispatch_at=stamp(now),
    )
    try:
        await durable(Signal).insert_one(document.model_dump(by_alias=True))
    except DuplicateKeyError:
        stored = await queries.submission(id_)
        if stored is None or not prints.is_same("signal", workspace, stored["fingerprint"], document.fingerprint):
            raise SubmissionConflict(
                "This submission_id came before with another body. Use a new id for a new signal.",
                submission_id=signal.submission_id,
            ) from None
    return SignalReceived(id=id_)


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set signals going again that failed too often; returns how many there were."""
    return await outbox.retry(Signal, workspace, await queries.parked(workspace), now=now)


async def rules(workspace: str) -> list[RuleOut]:
    """A workspace's rules, with the built-in ones that it has not touched."""
    stored = await queries.rules(workspace)
    touched = {row["starter"] for row in stored}
    named = {row["name"] for row in stored}
    built_in = [_starter_row(workspace, each, 0) for each in STARTERS if each.id not in touched]
    # a rule of one's own for the same signals replaces the built-in one
    return [queries.rule_out(row) for row in [*stored, *(row for row in built_in if row["name"] not in named)]]


async def create_rule(workspace: str, rule: RuleIn, *, now: datetime) -> RuleOut:
    """Start a survey when something happens.

    Raises:
        NotFound: no such survey in this workspace.
        SurveyClosed: it was never published.
    """
    await surveys.version(workspace, rule.survey)
    document = SignalRule(
        id=new_id("sgr", now),
        workspace=workspace,
        name=rule.name,
        rule=_stored(rule.model_dump(mode="json")),
        survey=rule.survey,
        enabled=rule.enabled,
        created_at=stamp(now),
    )
    await durable(SignalRule).insert_one(document.model_dump(by_alias=True))
    return queries.rule_out(await queries.rule(workspace, document.id))


async def change_rule(workspace: str, id_: str, changes: Mapping[str, Any], *, now: datetime) -> RuleOut:
    """Replace fields of a rule; a built-in one becomes the workspace's own.

    Raises:
        NotFound: no such rule, or no such survey, in this workspace.
        Invalid: it would not be a rule any more.
    """
    row = await _own(workspace, id_, now=now)
    before = row["rule"] | {"name": row["name"], "enabled": bool(row["enabled"]), "survey": row["survey"] or "later"}
    try:
        rule = RuleIn.model_validate(before | dict(changes))
    except ValidationError as error:
        raise invalid(error) from error
    survey = rule.survey if "survey" in changes else row["survey"]
    if survey is not None:
        await surveys.version(workspace, survey)
    fields = {"rule": _stored(rule.model_dump(mode="json")), "name": rule.name, "enabled": rule.enabled}
    mine = {"_id": id_, "workspace": workspace}
    await durable(SignalRule).update_one(mine, {"$set": fields | {"survey": survey}})
    return queries.rule_out(await queries.rule(workspace, id_))


async def remove_rule(workspace: str, id_: str, *, now: datetime) -> None:
    """Take a rule away; a built-in one is switched off, so that it does not come back by itself.

    Raises:
        NotFound: not in this workspace.
    """
    row = await _own(workspace, id_, now=now)
    mine = {"_id": id_, "workspace": workspace}
    if row["starter"]:
        await durable(SignalRule).update_one(mine, {"$set": {"enabled": False}})
    else:
        await durable(SignalRule).delete_one(mine)


async def ready_rules(workspace: str, name: str, *, now: datetime) -> list[Row]:
    """The enabled rules for signals of a name, each with its survey; a built-in one is set up when it is needed."""
    stored = await queries.rules(workspace, name)
    for each in STARTERS:
        if each.name == name and not stored:
            stored = [await _own(workspace, domain.starter_rule_id(workspace, each.id), now=now)]
    return [await _with_survey(row, now=now) for row in stored if row["enabled"]]


async def _own(workspace: str, id_: str, *, now: datetime) -> Row:
    """A stored rule; a built-in one that was not touched yet is stored."""
    try:
        return await queries.rule(workspace, id_)
    except NotFound:
        found = next((each for each in STARTERS if domain.starter_rule_id(workspace, each.id) == id_), None)
        if found is None:
            raise
    fresh = {name: value for name, value in _starter_row(workspace, found, stamp(now)).items() if name != "_id"}
    await durable(SignalRule).update_one({"_id": id_}, {"$setOnInsert": fresh}, upsert=True)
    return await queries.rule(workspace, id_)


async def _with_survey(row: Row, *, now: datetime) -> Row:
    """The rule with its survey, which a built-in rule makes of its template; twice makes one."""
    found = starter(row["starter"] or "")
    if row["survey"] is not None or found is None:
        return row
    workspace, id_ = row["workspace"], domain.starter_survey_id(row["workspace"], found.id)
    language = "ko" if (await invitations.rules(workspace)).country == "KR" else "en"
    await authoring.create(workspace, found.definition(language), now=now, id=id_)
    await authoring.publish(workspace, id_, now=now)
    unset = {"_id": row["_id"], "workspace": workspace, "survey": None}
    await durable(SignalRule).update_one(unset, {"$set": {"survey": id_}})
    return await queries.rule(workspace, row["_id"])


def _starter_row(workspace: str, found: Starter, created_at: int) -> Row:
    plan = found.plan.model_dump(mode="json")
    return {
        "_id": domain.starter_rule_id(workspace, found.id),
        "workspace": workspace,
        "name": found.name,
        "rule": plan | {"where": {"all": []}, "delay_minutes": found.delay_minutes},
        "survey": None,
        "enabled": True,
        "starter": found.id,
        "created_at": created_at,
    }


def _stored(rule: Row) -> Row:
    """What the rule's own columns do not hold."""
    return {name: value for name, value in rule.items() if name not in ("name", "survey", "enabled")}
