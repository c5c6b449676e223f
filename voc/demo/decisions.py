"""What the shop has decided since about what its customers said: items planned, under way and shipped, its roadmap.

Items are known only once what was said is read and ranked, which takes a minute or two; so this waits for it.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc.accounts import queries as accounts
from voc.backlog import queries as backlog
from voc.backlog.service import item_id
from voc.backlog.shipping import registering
from voc.backlog.shipping.domain import Plan
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow import service as items
from voc.demo import people, shop
from voc.errors import VocError
from voc.feedback import queries as feedback
from voc.feedback.domain import FeedbackState
from voc.roadmap import queries as roadmaps
from voc.roadmap import service as roadmap
from voc.roadmap.domain import EntryIn, Roadmap

log = structlog.get_logger("voc.demo")
Decided = dict[str, Any]
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""What was said is the same whenever the shop is seeded."""
LOOK_SECONDS = 5.0
LOOKS = 240
"""After so many the shop is left undecided: nothing reads what was said, or it reads it very differently."""
PATIENT_LOOKS = 36
"""After so many, topics that no theme fits are left out."""
FITTING = 0.2
"""The least that a theme and a topic must have in common: the harmonic mean of precision and recall."""
ROADMAP = Roadmap(
    public=True,
    intro={
        "ko": "여러분의 의견으로 정한 계획이에요. 순서와 시기는 바뀔 수 있어요.",
        "en": "Planned from what you told us. Order and dates may change.",
    },
)


async def decide_when_ranked(
    workspace: str, *, now: datetime, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> bool:
    """Wait until the backlog stands, then decide; False: it never did.

    Args:
        workspace: the shop's.
        now: when the shop was seeded.
        pause: waits between two looks.
    """
    before: dict[str, str] | None = None
    for look in range(LOOKS):
        with suppress(ConnectionFailure):  # the engine starts again
            found = await fitting(workspace)
            whole = found is not None and (len(found) == len(decisions()) or look >= PATIENT_LOOKS)
            if found and whole and found == before:
                await decide(workspace, found, now=now)
                return True
            before = found
        await pause(LOOK_SECONDS)
    log.warning("nothing was decided: no ranking came", workspace=workspace)
    return False


async def fitting(workspace: str) -> dict[str, str] | None:
    """The ranked theme of each topic that something is decided about and that one fits; None while there is more to
    read."""
    if await backlog.ranking(workspace) is None or await feedback.waiting(workspace, FeedbackState.pending):
        return None
    ranked = {item.theme: item.language for item in await backlog.standings(workspace)}
    said = await read(workspace)
    found = {}
    for each in decisions():
        spoken = {theme for theme, language in ranked.items() if language == each["language"]}
        if theme := best(said, each["topic"], spoken) or best(said, each["topic"], set(ranked)):
            found[each["topic"]] = theme
    return found


async def read(workspace: str) -> list[tuple[str, str | None]]:
    """The topic that each verbatim was written about, and the theme that the model found for it."""
    topics = {each.submission_id: each.topic for each in shop.verbatims(EPOCH)}
    known = await feedback.submissions(workspace, list(topics))
    found = await feedback.many(workspace, [row["_id"] for row in known.values()])
    return [(topics[submission], found[row["_id"]].theme) for submission, row in known.items() if row["_id"] in found]


def best(said: Iterable[tuple[str, str | None]], topic: str, ranked: set[str]) -> str | None:
    """The theme that has most in common with a topic; None: no ranked one has enough."""
    told = list(said)
    topics, themes = Counter(of for of, _ in told), Counter(theme for _, theme in told)
    both = Counter(theme for of, theme in told if of == topic and theme in ranked)
    fits = {theme: 2 * count / (topics[topic] + themes[theme]) for theme, count in both.items() if theme}
    theme = max(fits, key=lambda each: (fits[each], each), default=None)
    return theme if theme and fits[theme] >= FITTING else None


async def decide(workspace: str, themes: Mapping[str, str], *, now: datetime) -> None:
    """Do what colleagues have done since, each thing at its time; what was done before stays as it is."""
    by = await colleague(workspace)
    for each in (one for one in decisions() if one["topic"] in themes):
        try:
            await _Item(workspace, item_id(themes[each["topic"]]), by, now).decide(each)
        except VocError as error:  # somebody who looks at the demo has decided otherwise
            log.info("left as it is", topic=each["topic"], reason=error.detail)
    if await roadmaps.roadmap(workspace) == Roadmap():
        await roadmap.decide(workspace, ROADMAP)


async def colleague(workspace: str) -> str:
    """Who decided it: the first member."""
    known = await accounts.members(workspace)
    return known[0].id if known else people.SOURCE


def decisions() -> list[Decided]:
    """What `decisions.json` says."""
    return list(json.loads(files(__package__).joinpath("decisions.json").read_text(encoding="utf-8")))


class _Item:
    """One item that something is decided about."""

    def __init__(self, workspace: str, item: str, by: str, now: datetime) -> None:
        self._workspace, self._item, self._by, self._now = workspace, item, by, now

    async def decide(self, what: Decided) -> None:
        done = (await workflow.stored(self._workspace, self._item)).revision
        if not done and "judged" in what:
            await registering.choose(self._workspace, self._item, Plan.model_validate(what["judged"]))
        for step in what["steps"][done:]:  # each is one revision
            await self._step(step)
        if "words" in what and await roadmaps.written(self._workspace, self._item) is None:
            entry = EntryIn.model_validate({"words": what["words"]})
            await roadmap.write(self._workspace, self._item, entry, by=self._by, now=self._now)

    async def _step(self, step: Decided) -> None:
        at = self._now - timedelta(days=step["day"])
        if "note" in step:
            await items.note(self._workspace, self._item, step["note"], by=self._by, now=at)
            return
        wishes = dict(step["set"])
        if wishes.get("owner") == "me":
            wishes["owner"] = self._by
        if days := wishes.pop("due_in", None):
            wishes["due"] = (self._now + timedelta(days=days)).date().isoformat()
        await items.change(self._workspace, self._item, wishes, by=self._by, now=at)
        if wishes.get("status") == "shipped":  # before anybody can look how it is judged
            await registering.register_all(now=at)
