"""Exports of programs that hold what customers said, recognised by their columns.

Each file translates one program's records to `Said` and says where their shape is from, what is taken and what is
left out; the rest of the import is the same for all. What is stored bears an id made of the source's own id and the
words, so that an export which overlaps with an earlier one stores nothing twice, and words that were changed are new
words.
"""

from collections.abc import Iterable, Iterator, Sequence

from voc.imports.columns import plain
from voc.imports.errors import UnknownPreset
from voc.imports.presets.app_store import AppStore
from voc.imports.presets.base import Cells, Preset, Said, Values
from voc.imports.presets.discourse import Discourse
from voc.imports.presets.freshdesk import Freshdesk
from voc.imports.presets.google_play import GooglePlay
from voc.imports.presets.help_desk import HelpDesk
from voc.imports.presets.hubspot import HubSpot
from voc.imports.presets.intercom import Intercom
from voc.imports.presets.twitter import Twitter
from voc.imports.presets.zendesk import Zendesk
from voc.imports.rows import LeftOut, Rejected, Row

__all__ = ["PRESETS", "Preset", "Said", "named", "recognised", "taken"]

PRESETS: tuple[Preset, ...] = (
    AppStore(),
    GooglePlay(),
    Discourse(),
    Zendesk(),
    Freshdesk(),
    Intercom(),
    HubSpot(),
    Twitter(),
    HelpDesk(),
)
"""In the order in which they are tried: the generic one last."""


def recognised(columns: Sequence[str], rows: Sequence[Row]) -> list[Preset]:
    """The presets that such a file may be an export of, the likeliest first."""
    names = {plain(column) for column in columns}
    first: Values = rows[0].values if rows else {}
    return [preset for preset in PRESETS if preset.recognises(names, first)]


def named(name: str) -> Preset:
    """The preset of that name.

    Raises:
        UnknownPreset: there is none.
    """
    for preset in PRESETS:
        if preset.name == name:
            return preset
    raise UnknownPreset(f"There is no preset {name!r}. The presets are: {', '.join(each.name for each in PRESETS)}.")


def taken(records: Iterable[Row | Rejected], preset: Preset | None) -> Iterator[Row | Rejected | LeftOut]:
    """The records with what the preset finds in them: each thing said is a row of its own; without one, as they are."""
    for record in records:
        if preset is None or isinstance(record, Rejected):
            yield record
            continue
        said = [each for each in preset.take(Cells(record.values)) if each.text.strip()]
        yield from (Row(record.line, record.values, each) for each in said)
        if not said:
            yield LeftOut(record.line)
