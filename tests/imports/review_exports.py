"""What app stores export of reviews; the rating without words among them is left out, and so is our reply."""

from tests.imports.export_files import document, table


def review(id_, **attributes):
    known = {"rating": 2, "title": "Slow", "body": "Opening a note takes ten seconds.", "reviewerNickname": "mintleaf",
             "createdDate": "2026-01-15T08:10:34-08:00", "territory": "KOR"}  # fmt: skip
    return {"type": "customerReviews", "id": id_, "attributes": known | attributes, "links": {"self": "https://x.test"}}


PLAY = ("Package Name|App Version Code|App Version Name|Reviewer Language|Device|Review Submit Date and Time|"
        "Review Submit Millis Since Epoch|Review Last Update Date and Time|Review Last Update Millis Since Epoch|"
        "Star Rating|Review Title|Review Text|Developer Reply Date and Time|Developer Reply Millis Since Epoch|"
        "Developer Reply Text|Review Link")  # fmt: skip


def play(number, text, reply=""):
    link = f"https://play.google.com/console/review-details?reviewId=gp%3AA{number}&corpus=PUBLIC" if text else ""
    return (f"com.example.app|7|1.7|ko|pixel|2026-01-02T03:04:05Z|176732304{number}000|2026-01-03T03:04:05Z|"
            f"176740944{number}000|4||{text}|||{reply}|{link}")  # fmt: skip


REVIEWS = {
    "app_store": [
        (
            "reviews.json",
            document(
                {
                    "data": [review("r1"), review("r2", title="", body="좋아요", rating=5)],
                    "meta": {"paging": {"total": 2}},
                },
                indent=2,
            ),
        ),
        (
            "reviews.csv",
            table(
                "id|rating|title|body|reviewerNickname|createdDate|territory",
                "r1|2|Slow|Opening a note takes ten seconds.|mintleaf|2026-01-15T08:10:34-08:00|KOR",
                "r2|5||좋아요|mintleaf|2026-01-15T08:10:34-08:00|KOR",
                "r3|1|||quiet|2026-01-16|KOR",
            ),
        ),
    ],
    "google_play": [
        (
            "reviews_com.example.app_202601.csv",
            table(
                PLAY,
                play(1, "알림이 늦게 와요", "We are sorry, we will fix that."),
                play(2, ""),
                play(3, "Fine"),
                encoding="utf-16",
            ),
        ),
        (
            "reviews.json",
            document(
                {
                    "reviews": [
                        {
                            "reviewId": "gp:A1",
                            "authorName": "A",
                            "comments": [
                                {
                                    "userComment": {
                                        "text": "\t알림이 늦게 와요",
                                        "lastModified": {"seconds": "1767323044"},
                                        "starRating": 4,
                                    }
                                },
                                {"developerComment": {"text": "We are sorry, we will fix that."}},
                            ],
                        },
                        {
                            "reviewId": "gp:A3",
                            "authorName": "B",
                            "comments": [
                                {
                                    "userComment": {
                                        "text": "Fine",
                                        "lastModified": {"seconds": "1767323046"},
                                        "starRating": 4,
                                    }
                                }
                            ],
                        },
                    ]
                }
            ),
        ),
    ],
}

OURS = ("We are sorry",)
"""What the companies wrote themselves."""
