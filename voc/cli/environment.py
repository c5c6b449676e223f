"""What is wrong with the environment, in the names that somebody typed."""

from pydantic import ValidationError

from voc.errors import Invalid
from voc.settings import Settings


def misread(error: ValueError) -> Invalid | None:
    """The variables that do not fit; None where the error is about something else."""
    if not isinstance(error, ValidationError) or error.title != Settings.__name__:
        return None
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return Invalid("\n  ".join(["The environment does not fit:", *(_line(each["loc"], each) for each in found)]))


def _line(location: tuple[int | str, ...], problem: object) -> str:
    variable = Settings.model_config.get("env_prefix", "") + "__".join(str(step) for step in location).upper()
    known = _names(location)
    if isinstance(problem, dict) and problem.get("type") == "extra_forbidden" and known:
        return f"{variable} is no setting; beside it there are {', '.join(known)}."
    said = str(problem.get("msg", "")) if isinstance(problem, dict) else ""
    return f"{variable}: {said.removeprefix('Value error, ')}."


def _names(location: tuple[int | str, ...]) -> list[str]:
    """The last parts of the variables that stand in the same group."""
    field = Settings.model_fields.get(str(location[0])) if len(location) > 1 else None
    group = getattr(field.annotation, "model_fields", {}) if field else {}
    return [name.upper() for name in group]
