"""Posts of X, formerly Twitter.

Shapes: `tweets.js` of an account's archive (`window.YTD.tweets.part0 = [{"tweet": {full_text, id_str, created_at,
…}}]`, also saved as JSON), posts of the API v2 (`{"data": […]}`, pages or posts a line; id, text, created_at,
author_id) and of the API v1.1 (id_str, full_text, user). Left out: reposts of others' words.
"""

import html
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from voc.imports.presets.base import Cells, Preset, Said, Values, kept, mapping, objects, text_in

_V2 = {"author id", "edit history tweet ids", "public metrics", "conversation id"}
_WRITTEN = "%a %b %d %H:%M:%S %z %Y"


class Twitter(Preset):
    """Posts that are their author's own. Docs: `docs`."""

    name = "twitter"
    title = "X (Twitter) posts"
    channel = "social"
    docs = "https://docs.x.com/x-api/fundamentals/data-dictionary"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By the fields of a post in any of the three."""
        named = set(columns)
        archive = named == {"tweet"} and "id" in first.get("tweet", "")
        return archive or {"id str", "full text"} <= named or ({"id", "text"} <= named and bool(named & _V2))

    def take(self, cells: Cells) -> Iterator[Said]:
        """One post."""
        tweet = mapping(cells.within("tweet"))

        def part(name: str) -> Any:
            return tweet.get(name) if tweet else cells.within(name.replace("_", " ")) or cells(name.replace("_", " "))

        def word(name: str) -> str:
            return text_in(tweet.get(name)) if tweet else cells(name.replace("_", " "))

        text = text_in(mapping(part("note_tweet")).get("text")) or word("full_text") or word("text")
        again = any(each.get("type") == "retweeted" for each in objects(part("referenced_tweets")))
        if again or text.startswith("RT @") or mapping(part("retweeted_status")):
            return
        user = mapping(part("user")) or mapping(part("author"))
        author = word("author_id") or text_in(user.get("id_str")) or text_in(user.get("id"))
        yield Said(
            id=word("id_str") or word("id"),
            text=html.unescape(text),
            at=_time(word("created_at")),
            customer=f"x:{author}" if author else "",
            name=text_in(user.get("name")),
            attributes=kept(
                language=word("lang"), handle=text_in(user.get("screen_name")) or text_in(user.get("username"))
            ),
        )


def _time(written: str) -> str:
    """`Wed Oct 10 20:19:24 +0000 2018` as ISO 8601; anything else as it is."""
    try:
        return datetime.strptime(written, _WRITTEN).isoformat()
    except ValueError:
        return written
