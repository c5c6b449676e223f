"""What rests in the database, collection by collection."""

import json
from typing import Any

from pymongo.asynchronous.database import AsyncDatabase


async def resting(database: AsyncDatabase[Any], workspace: str) -> dict[str, str]:
    """Everything that a workspace has in each collection, as text; collections where it has nothing are left out.

    Uploaded files are left out, too: their engine answers a listing of them as documents with nothing at all.
    """
    names = [name for name in await database.list_collection_names() if not name.startswith("fs.")]
    found = {name: await database[name].find({"workspace": workspace}).to_list() for name in names}
    return {name: json.dumps(rows, default=str, ensure_ascii=False) for name, rows in found.items() if rows}
