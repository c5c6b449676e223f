"""The command `voc`.

A command is imported when it is called, so `voc --help` is quick and no command pays for, or breaks
by, what another one needs. A new command is one file and one line in `COMMANDS`.
"""

from importlib import import_module
from typing import Any, NamedTuple

import click

from voc.errors import VocError


class Entry(NamedTuple):
    """Where a command lives, and its line in `voc --help`; a command without a line is for `voc` itself."""

    module: str
    attribute: str
    help: str


COMMANDS = {
    "up": Entry("voc.cli.up", "up", "Run everything on this machine."),
    "api": Entry("voc.cli.processes", "api", "Serve the API and the pages."),
    "worker": Entry("voc.cli.processes", "worker", "Do the background work of one queue."),
    "beat": Entry("voc.cli.processes", "beat", "Find due work and wake the workers."),
    "workspace": Entry("voc.cli.workspace", "workspace", "List the workspaces, or make one."),
    "member": Entry("voc.cli.member", "member", "Let people in, and help those who cannot sign in."),
    "key": Entry("voc.cli.key", "key", "Make an API key."),
    "import": Entry("voc.cli.imports", "import_", "Send a file of feedback to the running service."),
    "docs": Entry("voc.cli.docs", "docs", "Give the documents that answers are drafted from."),
    "analyse": Entry("voc.cli.analyse", "analyse", "Read a file and find its themes, without a server."),
    "survey": Entry("voc.cli.survey", "survey", "Keep surveys as files, and take them from other tools."),
    "channel": Entry("voc.cli.channel", "channel", "Connect e-mail, SMS and chats, and try them."),
    "export": Entry("voc.cli.export", "export", "Write what is stored to a file."),
    "archive": Entry("voc.cli.archive", "archive", "Write everything that is kept about a person to a file."),
    "erase": Entry("voc.cli.erase", "erase", "Remove a person with everything they said and were sent."),
    "backup": Entry("voc.cli.backup", "backup", "Write everything to one file."),
    "restore": Entry("voc.cli.backup", "restore", "Put a backup in place."),
    "compact": Entry("voc.cli.compact", "compact", "Leave nothing of what was erased in the database's files."),
    "vault": Entry("voc.cli.vault", "vault", "Seal what is kept unreadable with another secret."),
    "audit": Entry("voc.cli.audit", "audit", "Find out whether the record of what was done is whole."),
    "rollups": Entry("voc.cli.rollups", "rollups", "Recompute the counters."),
    "first-start": Entry("voc.cli.first_start", "first_start", ""),
    "seed-demo": Entry("voc.cli.first_start", "demo", ""),
}


class Commands(click.Group):
    """The group behind `voc`: loads lazily and turns a known error into a line and exit status 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Those that people call, in the order of the table."""
        return [name for name, entry in COMMANDS.items() if entry.help]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or None if there is none of that name."""
        entry = COMMANDS.get(cmd_name)
        return getattr(import_module(entry.module), entry.attribute) if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the table without importing a command."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].help) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say a known error in a line."""
        try:
            return super().invoke(ctx)
        except (VocError, ValueError) as error:
            from voc.cli.console import complain
            from voc.cli.environment import misread

            told = error if isinstance(error, VocError) else misread(error)
            if told is None:
                raise
            complain(told)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="voc")
def main() -> None:
    """Voice of customer: from what customers say to a ranked backlog."""
