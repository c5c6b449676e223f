"""`voc survey`: surveys as files, to and from a running service."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from voc.cli import survey_files as files
from voc.cli.connection import connect
from voc.cli.console import complain, err, out
from voc.cli.survey_service import Action, Surveys
from voc.errors import Invalid, NotFound, VocError
from voc.surveys import exchange
from voc.surveys.schemas import SurveyOut

_EXIT_CODES = """
Exit status: 0 when everything was done; 1 when something was not, which is then said; 2 when the command line itself
is wrong. Every file is taken for itself, and the same command again continues.
"""
_SHOWN_ERRORS = 10


@click.group()
def survey() -> None:
    """Keep surveys as files: pull them, push them, import those of other programs."""


def _service_options(command: Callable[..., None]) -> Callable[..., None]:
    folder = click.Path(path_type=Path)
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object."),
        click.option("--data-dir", type=folder, help="Data directory of the `voc up`.  [default: ./.voc]"),
        click.option("--workspace", help="Id or name of a workspace on this machine.  [default: the first]"),
        click.option(
            "--key", envvar="VOC_KEY", help="API key with scopes read and write.  [default: that of the `voc up`]"
        ),
        click.option("--url", help="Where the service is.  [default: a `voc up` on this machine]"),
    ):
        command = option(command)
    return command


def _surveys(options: dict[str, Any]) -> Surveys:
    if options["workspace"] and options["key"]:
        raise click.UsageError("A key belongs to one workspace already; pass --workspace or --key, not both.")
    return Surveys(connect(options["url"], options["key"], options["data_dir"], options["workspace"]))


@survey.command("pull", epilog=_EXIT_CODES)
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path("surveys"), show_default=True, help="Folder to write to."
)
@_service_options
def pull(into: Path, as_json: bool, **options: Any) -> None:
    """Write every survey's draft to a file of its own.

    A survey keeps its file when it is renamed, and an unchanged file is not touched.
    """
    known = files.places(into)
    rows = []
    for each in _surveys(options).all():
        path = known.get(each.id) or files.fresh_place(into, each.id, each.name)
        changed = files.write(path, each.id, each.definition())
        rows.append({"id": each.id, "name": each.name, "file": str(path), "written": changed})
        if not as_json:
            out.print(Text(f"{'written  ' if changed else 'unchanged'}  {path}"))
    if as_json:
        _print({"surveys": rows})
    elif not rows:
        err.print("There are no surveys in this workspace.")


@survey.command("push", epilog=_EXIT_CODES)
@click.argument("paths", metavar="FILES…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Publish what was pushed, unless it is published already.")
@click.option("--create", is_flag=True, help="Make a new survey of a file whose id this workspace does not have.")
@_service_options
@click.pass_context
def push(
    ctx: click.Context, paths: tuple[Path, ...], publish: bool, create: bool, as_json: bool, **options: Any
) -> None:
    """Create or change drafts from FILES.

    The id in the file, or else in its name, says which survey it is. A file without one becomes a new survey, and its
    id is written into the file.
    """
    service = _surveys(options)
    rows = []
    for path in paths:
        row: dict[str, Any] = {"file": str(path)}
        try:
            _push(service, path, row, publish=publish, create=create)
        except VocError as error:
            row["problem"] = {"slug": error.slug, "detail": error.detail, **error.values}
            _complain(path, error)
        else:
            if not as_json:
                published = f", published as version {row['version']}" if publish else ""
                out.print(Text(f"{row['action']:<9}  {path}  {row['id']}{published}"))
        rows.append(row)
    if as_json:
        _print({"surveys": rows})
    ctx.exit(1 if any("problem" in row for row in rows) else 0)


def _push(service: Surveys, path: Path, row: dict[str, Any], *, publish: bool, create: bool) -> None:
    file = files.read(path)
    kept, action = _save(service, file, create=create)
    row |= {"id": kept.id, "name": kept.name, "action": action, "version": kept.version}
    if action == "created":
        files.write(path, kept.id, file.definition)
    if publish and (kept.state != "published" or kept.changed or not kept.version):
        row["version"] = service.publish(kept.id).version


def _save(service: Surveys, file: files.SurveyFile, *, create: bool) -> tuple[SurveyOut, Action]:
    if file.id is None:
        return service.create(file.definition), "created"
    try:
        kept = service.one(file.id)
    except NotFound:
        if create:
            return service.create(file.definition), "created"
        raise NotFound(
            f"This workspace has no survey {file.id}. With --create it becomes a new one, whose id replaces this one."
        ) from None
    if kept.definition() == file.definition:
        return kept, "unchanged"
    return service.change(kept, file.definition), "changed"


@survey.command("import", epilog=_EXIT_CODES)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", help="What to call it.  [default: as in the file]")
@click.option("--dry-run", is_flag=True, help="Say what would come over, and store nothing.")
@_service_options
def import_(path: Path, name: str | None, dry_run: bool, as_json: bool, **options: Any) -> None:
    """Make a draft of a survey of Formbricks or SurveyJS, or of our own, and list what does not map."""
    imported = exchange.read(files.text_of(path))
    definition = imported.definition
    if name and name.strip():
        definition = definition.model_copy(update={"name": name.strip()[:120]})
    id_ = None if dry_run else _surveys(options).create(definition).id
    summary = {"id": id_, "name": definition.name, "source": imported.source, "questions": len(definition.questions)}
    if as_json:
        _print(summary | {"notes": imported.notes})
        return
    what = "would become a draft" if dry_run else f"is the draft {id_}"
    questions = "1 question" if summary["questions"] == 1 else f"{summary['questions']} questions"
    out.print(Text(f"“{definition.name}” ({imported.source}, {questions}) {what}."))
    if imported.notes:
        out.print(Text("What does not map:"))
    for note in imported.notes:
        out.print(Text(f"  {note}"))


def _complain(path: Path, error: VocError) -> None:
    err.print(Text(f"{path}"))
    complain(error)
    listed = error.values.get("errors")
    for each in (listed if isinstance(listed, list) else [])[:_SHOWN_ERRORS]:
        if isinstance(each, dict) and not (isinstance(error, Invalid) and each.get("message", "") in error.detail):
            err.print(Text(f"  {each.get('pointer', '')}: {each.get('message', '')}"))


def _print(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
