"""Where commands speak: results to `out`, everything else to `err`."""

from rich.console import Console
from rich.text import Text

from voc.errors import VocError

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def complain(error: VocError) -> None:
    """Print what went wrong and what to do, as text and never as markup."""
    err.print(Text.assemble((f"{error.title}: ", "bold red"), error.detail))
