"""What is done by a command is on record, too."""

from pathlib import Path

from voc.audit import service
from voc.audit.domain import By, Deed, subject_of
from voc.cli.workspace import settings_of
from voc.clock import utc_now
from voc.errors import Unavailable
from voc.web.security import open_vault


def know_secret(data_dir: Path | None) -> None:
    """Take the installation's secrets, which hashes entries and finds contacts."""
    open_vault(settings_of(data_dir))


async def check_secret(workspace: str) -> None:
    """Nothing is recorded with a secret that is not the service's: it would read as if somebody had changed the record.

    Raises:
        Unavailable: the last entry was written with another one.
    """
    if not await service.is_ours(workspace):
        raise Unavailable("This is not the service's secret. Name its --data-dir, or set VOC_SECRET as it has it.")


async def record(workspace: str, action: str, subject: str) -> None:
    """Put on record that somebody at the machine did this."""
    deed = Deed(action=action, by=By.command, subject=subject_of(workspace, action, subject))
    await service.record(workspace, deed, now=utc_now())
