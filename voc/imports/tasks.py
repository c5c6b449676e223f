"""What workers do for imports."""

from collections.abc import Sequence

from voc.imports import service
from voc.queue import Context, Task, task


@task(Task.run_import)
async def run(ids: Sequence[str], context: Context) -> None:
    """Go on with these imports."""
    for id_ in ids:
        await service.run(id_, clock=context.clock, work=context.settings.work)
