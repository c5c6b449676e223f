"""Posts of a Discourse forum.

Shapes: `user_archive.csv` of a member's own export (topic_title, categories, is_pm, post_raw or, before 2022, post,
like_count, reply_count, url, created_at; `app/jobs/regular/export_user_archive.rb` of Discourse), a Data Explorer
table with the columns of `posts` (id, raw, username, …), and the answers of `/posts.json` and `/t/{id}.json`. Left
out: staff's posts, moderators' actions, whispers, deleted posts, private messages, and what a post quotes of others.
"""

import re
from collections.abc import Collection, Iterator

from voc.imports.presets.base import Cells, Preset, Said, Values, from_html, joined, kept

_QUOTE = re.compile(r"\[quote\b[^\]]*\].*?\[/quote\]", re.DOTALL | re.IGNORECASE)
_YES = frozenset(["true", "t", "yes", "1", "예", "네", "はい", "ja"])
_TEXT = ("raw", "post raw", "post", "cooked", "post cooked")


class Discourse(Preset):
    """Members' public posts. Docs: `docs`."""

    name = "discourse"
    title = "Discourse posts"
    channel = "forum"
    docs = "https://docs.discourse.org/#tag/Posts"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By a post's text beside what only a forum's post has."""
        named = set(columns)
        return bool(named & set(_TEXT)) and bool(named & {"is pm", "post number", "topic id", "topic slug"})

    def take(self, cells: Cells) -> Iterator[Said]:
        """The post, if a member wrote it for everybody."""
        if not _is_public(cells):
            return
        raw = cells("raw", "post raw", "post")
        text = _QUOTE.sub("", raw) if raw else from_html(cells("cooked", "post cooked"))
        first = cells("post number") in ("", "1")
        username = cells("username", "user name")
        user = username or cells("user id")
        yield Said(
            id=cells("id", "post id", "url"),
            text=joined(cells("topic title", "title") if first and not cells("is pm") else "", text) if text else "",
            at=cells("created at"),
            customer=f"discourse:{user}" if user else "",
            email=cells("email"),
            name=cells("name"),
            attributes=kept(topic=cells("topic title", "topic slug"), category=cells("categories", "category")),
        )


def _is_public(cells: Cells) -> bool:
    staff = any(cells(name).casefold() in _YES for name in ("staff", "admin", "moderator"))
    private = cells("is pm").casefold() in _YES or cells("archetype") == "private_message"
    gone = bool(cells("deleted at")) or any(cells(each).casefold() in _YES for each in ("hidden", "user deleted"))
    return not staff and not private and not gone and cells("post type") in ("", "1")
