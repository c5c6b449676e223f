"""What a button of the editor does to a definition, by the value it sends as `do`.

`name:argument:argument`: `add:nps`, `up:questions:why`, `place:questions:why:0`, `item_remove:choices:2` … Unknown
words and places that are gone change nothing or are not found; the buttons of an old page are no reason to break.
"""

from collections.abc import Callable
from typing import Any

from voc.surveys import editing
from voc.surveys.pages.workbench import rule_changes
from voc.surveys.pages.workbench.sentences import sources
from voc.values import Value

Definition = dict[str, Any]
KINDS = ("questions", "endings")
OFFERED_LANGUAGES = (
    "en", "ko", "ja", "zh-CN", "zh-TW", "es", "fr", "de", "pt-BR", "it", "nl", "pl", "vi", "th", "id", "ru", "ar", "he",
)  # fmt: skip
"""Languages to choose from; any other comes with an import."""


class Step(Value):
    """A definition on its way through a command."""

    definition: dict[str, Any]
    open: str | None
    """The part that is open: `questions:why`, `endings:thanks`, `settings`."""
    language: str
    """Which language the author is writing in."""
    avoid: frozenset[str] = frozenset()
    """Ids that published versions use."""
    removed: editing.Removed | None = None
    """What may be put back."""

    def becomes(self, **changes: Any) -> "Step":
        """The step with other values."""
        return self.model_copy(update=changes)


def perform(step: Step, do: str) -> Step:
    """The step after the command `do`.

    Raises:
        NotFound: what it names is no longer there.
        Invalid: it would leave nothing, such as a survey without questions.
    """
    name, *arguments = do.split(":")
    command = _COMMANDS.get(name)
    if command is None or len(arguments) < command[1]:
        return step
    return command[0](step, *arguments)


def _open(step: Step, *part: str) -> Step:
    return step.becomes(open=":".join(part) or None)


def _add(step: Step, type_: str) -> Step:
    kind, _, after = (step.open or "").partition(":")
    definition, id_ = editing.add_question(
        step.definition,
        type_,
        languages=step.definition["languages"],
        after=after if kind == "questions" else None,
        avoid=step.avoid,
    )
    return step.becomes(definition=definition, open=f"questions:{id_}")


def _add_ending(step: Step) -> Step:
    definition, id_ = editing.add_ending(step.definition, step.definition["languages"])
    return step.becomes(definition=definition, open=f"endings:{id_}")


def _shift(by: int) -> Callable[..., Step]:
    def shift(step: Step, kind: str, id_: str) -> Step:
        if kind not in KINDS:
            return step
        to = max(0, editing.find(step.definition, kind, id_) + by)
        return step.becomes(definition=editing.move(step.definition, kind, id_, to))

    return shift


def _place(step: Step, kind: str, id_: str, to: str) -> Step:
    if kind not in KINDS or not to.isdigit():
        return step
    return step.becomes(definition=editing.move(step.definition, kind, id_, int(to)))


def _copy(step: Step, id_: str) -> Step:
    definition, copy = editing.duplicate(step.definition, id_, avoid=step.avoid)
    return step.becomes(definition=definition, open=f"questions:{copy}")


def _remove(step: Step, kind: str, id_: str) -> Step:
    if kind != "questions" and kind != "endings":
        return step
    definition, removed = editing.remove(step.definition, kind, id_)
    part = None if step.open == f"{kind}:{id_}" else step.open
    return step.becomes(definition=definition, removed=removed, open=part)


def _item(act: Callable[..., Definition], *, takes: bool = False) -> Callable[..., Step]:
    """A command on one list of the open question, such as its choices."""

    def change(step: Step, name: str, at: str = "") -> Step:
        question = _open_question(step)
        if question is None or name not in question or name not in ("choices", "rows", "columns"):
            return step
        kept = editing.Removed(kind="questions", entry=question) if takes else None
        changed = act(step, question, name, int(at) if at.isdigit() else -1)
        return step.becomes(definition=editing.replace(step.definition, "questions", changed), removed=kept)

    return change


def _add_item(step: Step, question: Definition, name: str, _: int) -> Definition:
    return editing.add_item(question, name, step.definition["languages"], avoid=step.avoid)


def _rule(what: str) -> Callable[..., Step]:
    def change(step: Step, *at: str) -> Step:
        question = _open_question(step)
        if question is None:
            return step
        known = sources(step.definition, question["id"], step.language)
        if what == "rule_add":
            changed = rule_changes.add_rule(step.definition, question, known)
        else:
            places = [int(each) for each in at if each.isdigit()]
            changed = rule_changes.change_rules(step.definition, question, known, what, *places)
        kept = editing.Removed(kind="questions", entry=question) if what.endswith("_remove") else None
        return step.becomes(definition=editing.replace(step.definition, "questions", changed), removed=kept)

    return change


def _open_question(step: Step) -> Definition | None:
    kind, _, id_ = (step.open or "").partition(":")
    found = [question for question in step.definition["questions"] if question["id"] == id_]
    return found[0] if kind == "questions" and found else None


def _speak(step: Step, language: str) -> Step:
    return step.becomes(language=language) if language in step.definition["languages"] else step


def _learn(step: Step, language: str) -> Step:
    if language not in OFFERED_LANGUAGES:
        return step
    return step.becomes(definition=editing.add_language(step.definition, language), language=language)


def _unspeak(step: Step, language: str) -> Step:
    definition = editing.remove_language(step.definition, language)
    here = step.language if step.language in definition["languages"] else definition["languages"][0]
    return step.becomes(definition=definition, language=here)


_COMMANDS: dict[str, tuple[Callable[..., Step], int]] = {
    "open": (_open, 0),
    "add": (_add, 1),
    "add_ending": (_add_ending, 0),
    "up": (_shift(-1), 2),
    "down": (_shift(1), 2),
    "place": (_place, 3),
    "copy": (_copy, 1),
    "remove": (_remove, 2),
    "item_add": (_item(_add_item), 1),
    "item_up": (_item(lambda _, question, name, at: editing.move_item(question, name, at, at - 1)), 2),
    "item_down": (_item(lambda _, question, name, at: editing.move_item(question, name, at, at + 1)), 2),
    "item_remove": (
        _item(lambda _, question, name, at: editing.remove_item(question, name, at), takes=True), 2,
    ),
    "rule_add": (_rule("rule_add"), 0),
    "rule_remove": (_rule("rule_remove"), 1),
    "when_add": (_rule("when_add"), 1),
    "when_remove": (_rule("when_remove"), 2),
    "then_add": (_rule("then_add"), 1),
    "then_remove": (_rule("then_remove"), 2),
    "language": (_speak, 1),
    "language_add": (_learn, 1),
    "language_remove": (_unspeak, 1),
}  # fmt: skip
"""By name: what it does, and how many arguments it needs."""
