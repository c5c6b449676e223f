"""What the pages show of customers and their line of time."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.accounts import queries as accounts
from voc.channels.domain import IDENTITY_OF, Channel
from voc.clock import from_stamp
from voc.conversations.service import Way
from voc.customers import queries as customers
from voc.customers.consents import Decision, Standing
from voc.customers.domain import IdentityKind
from voc.customers.queries import Address, CustomerOut
from voc.customers.suppression import Suppressed
from voc.errors import VocError
from voc.history import table
from voc.history.timeline import Entry, EntryKind
from voc.surveys import queries as surveys
from voc.surveys.recall import recalled_by_nobody
from voc.surveys.schemas import PublishedSurvey

View = dict[str, Any]
PURPOSES = ("survey", "advertising", "night")
BAD = frozenset({"bounced", "complained", "failed", "held", "withheld"})
PICTURES = {
    "consent": "check", "suppressed": "circle-pause", "suppression_lifted": "play", "merged": "link",
    "unmerged": "split", "attributes_changed": "pencil", "contacts_revealed": "eye", "verbatim_revealed": "eye",
    "answers_revealed": "eye", "maybe_same": "users",
}  # fmt: skip
MEMBER = "mem_"
HEADED = ("account", "segment")
"""Attributes that stand in the head of the page."""


async def entries(found: Sequence[Entry], workspace: str, *, language: str) -> list[View]:
    """Entries as the template shows them, under the day on which they happened."""
    known: dict[tuple[str, int], PublishedSurvey | None] = {}
    for each in found:
        if each.kind == EntryKind.response:
            key = (each.fields["survey"], each.fields["version"])
            if key not in known:
                known[key] = await _survey(workspace, *key)
    named = [each.fields.get(name) for each in found for name in ("other", "into") if each.kind == EntryKind.event]
    others = [id_ for id_ in named if isinstance(id_, str)]
    labels = await customers.labels(workspace, others) if others else {}
    told = {each.fields.get("source") for each in found if each.kind == EntryKind.event}
    colleagues = {each for each in told if isinstance(each, str) and each.startswith(MEMBER)}
    names = await accounts.names(workspace, colleagues) if colleagues else {}
    return [_entry(each, known, labels, language) | _source(each, names) for each in found]


def person_view(person: CustomerOut, labels: Mapping[str, str]) -> View:
    """A customer in the head of their page and beside it."""
    return person.model_dump() | {
        "account": person.attributes.get("account"),
        "segment": person.attributes.get("segment"),
        "departments": departments(person.attributes),
        "parts": [(id_, labels.get(id_, id_)) for id_ in person.members[1:]],
    }


def departments(attributes: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str, Any]]]]:
    """Attributes by the department that owns them (`sales:owner` is sales's), nobody's first.

    Returns:
        Department with its (full name, name, value).
    """
    found: dict[str, list[tuple[str, str, Any]]] = {}
    for full in sorted(attributes):
        department, _, name = full.rpartition(":")
        found.setdefault(department, []).append((full, name or full, attributes[full]))
    return sorted(found.items())


def contacts(person: CustomerOut, shown: Sequence[Address] | None) -> list[View]:
    """The ways in which a customer is known, in clear where somebody asked for that; browsers are left out."""
    clear = {each.id: each.value for each in shown or ()}
    return [
        each.model_dump() | {"shown": clear.get(each.id)}
        for each in person.identities
        if each.kind != IdentityKind.visitor
    ]


def consents(standing: Mapping[str, Standing], person: CustomerOut) -> list[View]:
    """What counts by channel and purpose, of all records of a person: the latest decision."""
    latest: dict[tuple[str, str], Decision] = {}
    for member in person.members:
        for place, made in standing.get(member, {}).items():
            if place not in latest or latest[place].at < made.at:
                latest[place] = made
    kinds = {each.kind.value for each in person.identities}
    reached = [channel.value for channel in Channel if IDENTITY_OF.get(channel) in kinds and channel != Channel.api]
    channels = list(dict.fromkeys([*reached, *(channel for channel, _ in latest)]))
    return [
        {"channel": channel, "decisions": [(name, decision(latest.get((channel, name)))) for name in PURPOSES]}
        for channel in channels
    ]


def decision(made: Decision | None) -> View | None:
    """A decision with its time."""
    return made.model_dump() | {"at": from_stamp(made.at)} if made else None


def ways(found: Sequence[Way]) -> list[Way]:
    """One way for each channel, where they were heard last first; one that is refused only where no other is left."""
    shown: dict[Channel, Way] = {}
    for each in found:
        if each.channel not in shown or (shown[each.channel].refused and not each.refused):
            shown[each.channel] = each
    return list(shown.values())


def refusals(addresses: Sequence[Address], found: Mapping[str, Suppressed]) -> list[View]:
    """Each address with why nothing is sent to it, if nothing is."""
    return [
        {
            "id": each.id,
            "kind": each.kind.value,
            "masked": each.masked,
            "reason": found[each.value].reason if each.value in found else None,
            "at": from_stamp(found[each.value].at) if each.value in found else None,
        }
        for each in addresses
        if each.kind not in (IdentityKind.external, IdentityKind.visitor)
    ]


async def _survey(workspace: str, id_: str, number: int) -> PublishedSurvey | None:
    try:
        return await surveys.version(workspace, id_, number)
    except VocError:  # removed, or of a version that is no more: its answers stand by their ids
        return None


def _entry(
    entry: Entry,
    known: Mapping[tuple[str, int], PublishedSurvey | None],
    labels: Mapping[str, str],
    language: str,
) -> View:
    at = from_stamp(entry.at)
    shown: View = entry.model_dump() | {"at": at, "day": at.date(), "language": entry.fields.get("language")}
    shown["theirs"] = entry.kind in (EntryKind.feedback, EntryKind.message, EntryKind.response)
    if entry.kind == EntryKind.response:
        survey = known[(entry.fields["survey"], entry.fields["version"])]
        shown["answers"] = _answers(entry.fields["answers"], survey, language)
        shown["survey_name"] = survey.definition.name if survey else entry.fields["survey"]
    elif entry.kind == EntryKind.delivery:
        shown["trail"] = [_step(each) for each in entry.fields["history"]]
    elif entry.kind == EntryKind.event:
        shown |= _event(entry, labels)
    return shown


def _answers(answers: Mapping[str, Any], survey: PublishedSurvey | None, language: str) -> list[tuple[str, str]]:
    if survey is None:
        return [(name, str(answer)) for name, answer in answers.items()]
    first = survey.definition.first_language
    return [
        (recalled_by_nobody(question.in_language(language, first)), said)
        for question in survey.definition.questions
        if question.id in answers and (said := question.said(answers[question.id], language, first))
    ]


def _step(step: Mapping[str, Any]) -> View:
    at = from_stamp(step["at"]) if step.get("at") else None
    return {"status": step["status"], "at": at, "reason": step.get("reason"), "bad": step["status"] in BAD}


def _event(entry: Entry, labels: Mapping[str, str]) -> View:
    fields = dict(entry.fields)
    happened = fields.pop("happened")
    named = None
    if happened == "signal" and isinstance(fields.get("fields"), dict):
        named, fields = fields.get("name"), dict(fields["fields"])
    changed = fields.pop("changed", None)
    seen = _seen(happened, fields)
    hidden = {"by", "into", "other", "why"} | ({"amount", "currency"} if happened == "paid" else set())
    hidden |= {"feedback", "survey", "response"} if seen else set()
    other = next((fields[name] for name in ("other", "into") if fields.get(name) not in (None, entry.customer)), None)
    return {
        "happening": happened,
        "named": named,
        "seen": seen,
        "icon": "x" if fields.get("given") is False else PICTURES.get(happened, "circle-dot"),
        "other": (other, labels[other]) if other in labels else None,
        "paid": (fields.get("amount"), fields.get("currency")) if happened == "paid" else None,
        "changed": [(name, *pair) for name, pair in changed.items()] if isinstance(changed, dict) else [],
        "known": [(name, value) for name, value in fields.items() if name not in hidden and not _nested(value)],
    }


def _seen(happened: str, fields: Mapping[str, Any]) -> str | None:
    """The page of what a colleague had shown word for word."""
    if happened == "verbatim_revealed":
        return f"/feedback/{fields.get('feedback')}"
    if happened == "answers_revealed":
        return f"/surveys/{fields.get('survey')}/responses/{fields.get('response')}"
    return None


def _source(entry: Entry, names: Mapping[str, str]) -> View:
    """Who told us of a decision: a colleague by name, `colleague` for one who is gone, else as it is written."""
    source = entry.fields.get("source")
    if entry.kind != EntryKind.event or not isinstance(source, str):
        return {}
    return {"source": names.get(source, "colleague") if source.startswith(MEMBER) else source}


def _nested(value: Any) -> bool:
    return isinstance(value, dict | list)


def typed(text: str) -> str | int | float | bool | None:
    """What somebody typed as the value that conditions compare: a number or truth value where it reads as one."""
    if not text:
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    number = table.as_number(text)
    return text if number is None else number
