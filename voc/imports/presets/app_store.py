"""Customer reviews of App Store Connect.

Shape: the answers of `GET /v1/apps/{id}/customerReviews`, whole (`{"data": […]}`) or one review a line, and tables
whose columns bear the names of its attributes, as export scripts write them; App Store Connect itself has no file to
download. Taken: title and body, rating, createdDate, and the nickname, which no two people in the store share. Left
out: the developer's responses, which are records of another type.
"""

from collections.abc import Collection, Iterator

from voc.imports.presets.base import Cells, Preset, Said, Values, joined, kept, mapping, text_in


class AppStore(Preset):
    """Reviews with their title. Docs: `docs`."""

    name = "app_store"
    title = "App Store Connect reviews"
    channel = "app_review"
    docs = "https://developer.apple.com/documentation/appstoreconnectapi/customer-reviews"

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By the type of the first record, or by the column that only these reviews have."""
        if first.get("type") in ("customerReviews", "customerReviewResponses"):
            return True
        nickname = {"reviewernickname", "reviewer nickname"} & set(columns)
        return bool(nickname) and bool({"body", "review", "title"} & set(columns))

    def take(self, cells: Cells) -> Iterator[Said]:
        """One review."""
        if cells("type") == "customerReviewResponses":
            return
        within = mapping(cells.within("attributes"))

        def part(name: str, *spellings: str) -> str:
            return text_in(within.get(name)) or cells(plain_name(name), *spellings)

        nickname = part("reviewerNickname", "reviewer nickname")
        yield Said(
            id=cells("id", "review id", "reviewid"),
            text=joined(part("title"), part("body", "review")),
            at=part("createdDate", "created date", "date"),
            rating=part("rating", "star rating"),
            customer=f"app_store:{nickname}" if nickname else "",
            name=nickname,
            attributes=kept(
                territory=part("territory"),
                app_version=cells("app version", "version", "appversion"),
                app=cells("app name", "app"),
            ),
        )


def plain_name(name: str) -> str:
    """An attribute's name as a column's."""
    return name.casefold()
