"""Reviews from Google Play Console.

Shape: the monthly `reviews_PACKAGE_YYYYMM.csv` under Download reports → Reviews, UTF-16 with a byte order mark, and
the answers of the Android Publisher API's `reviews.list` (`{"reviews": […]}`). Taken: title and text, stars, the time
of the last update (what the review says since then), language, device and version; the id is in the link to the
review. Left out: the developer's replies, and ratings without words, which most rows are.
"""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from voc.imports.presets.base import Cells, Preset, Said, Values, joined, kept, mapping, objects, text_in

_REVIEW = re.compile(r"(?:reviewId=|ReviewPlace:id=|reviewid=)([^&#]+)")


class GooglePlay(Preset):
    """Reviews of one or more apps; the report does not say who wrote them. Docs: `docs`."""

    name = "google_play"
    title = "Google Play reviews"
    channel = "app_review"
    docs = "https://support.google.com/googleplay/android-developer/answer/6135870"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By the report's own columns, or the API's."""
        named = set(columns)
        return {"star rating", "review text", "package name"} <= named or {"reviewid", "comments"} <= named

    def take(self, cells: Cells) -> Iterator[Said]:
        """The review, if it has words."""
        comments = objects(cells.within("comments"))
        if comments:
            yield from self._from_api(cells("reviewid"), comments)
            return
        at = cells("review last update millis since epoch", "review submit millis since epoch",
                   "review last update date and time", "review submit date and time")  # fmt: skip
        found = _REVIEW.search(cells("review link"))
        submitted = cells("review submit millis since epoch", "review submit date and time")
        made_up = f"{cells('package name')}/{submitted}/{cells('device')}" if submitted else ""
        yield Said(
            id=unquote(found[1]) if found else made_up,
            text=joined(cells("review title"), cells("review text")),
            at=at,
            rating=cells("star rating"),
            attributes=kept(
                app=cells("package name"),
                app_version=cells("app version name", "app version code"),
                language=cells("reviewer language"),
                device=cells("device"),
            ),
        )

    def _from_api(self, id_: str, comments: list[dict[str, object]]) -> Iterator[Said]:
        for comment in comments:
            said = mapping(comment.get("userComment"))
            if not said:  # the developer's
                continue
            yield Said(
                id=id_,
                text=joined(*text_in(said.get("text")).partition("\t")[::2]),
                at=text_in(mapping(said.get("lastModified")).get("seconds")),
                rating=text_in(said.get("starRating")),
                attributes=kept(
                    app_version=text_in(said.get("appVersionName")),
                    language=text_in(said.get("reviewerLanguage")),
                    device=text_in(said.get("device")),
                ),
            )
