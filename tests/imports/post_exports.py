"""What forums and networks export of posts; moderators' words, quotations, repeated and private posts are left out."""

from tests.imports.export_files import document, lines, table


def post(id_, **fields):
    known = {"id": id_, "username": "bo", "created_at": "2026-02-03T10:00:00.000Z", "post_type": 1, "staff": False,
             "cooked": "<p>Add folders, please.</p>", "post_number": 2, "topic_id": 5, "topic_slug": "f"}  # fmt: skip
    return known | fields


POSTS = {
    "discourse": [
        (
            "user_archive.csv",
            table(
                "topic_title|categories|is_pm|post_raw|post_cooked|like_count|reply_count|url|created_at",
                'Folders|Ideas|No|[quote="eve"]theirs[/quote]Add folders, please.|<p>x</p>|1|0|https://f.test/t/5/2|2026-02-03',
                "Secret|-|Yes|Private words|<p>x</p>|0|0|https://f.test/t/6/1|2026-02-03",
                "Dark|Ideas|No|A dark theme|<p>x</p>|0|0|https://f.test/t/7/1|2026-02-04",
            ),
        ),
        (
            "topic.json",
            document(
                {
                    "post_stream": {
                        "posts": [
                            post(11, cooked="<aside class='quote'>theirs</aside><p>Add folders, please.</p>"),
                            post(12, staff=True, cooked="<p>Noted!</p>"),
                            post(13, post_type=3, cooked="closed"),
                            post(14, cooked="A dark theme", username="cy"),
                        ],
                        "stream": [11, 12],
                    },
                    "title": "Folders",
                }
            ),
        ),
    ],
    "twitter": [
        (
            "tweets.js",
            b"window.YTD.tweets.part0 = "
            + document(
                [
                    {
                        "tweet": {
                            "id_str": "1",
                            "full_text": "Sync &amp; search are broken",
                            "created_at": "Wed Oct 10 20:19:24 +0000 2018",
                        }
                    },
                    {
                        "tweet": {
                            "id_str": "2",
                            "full_text": "RT @other: words",
                            "created_at": "Wed Oct 10 20:19:24 +0000 2018",
                        }
                    },
                    {
                        "tweet": {
                            "id_str": "3",
                            "full_text": "Great update",
                            "created_at": "Wed Oct 10 20:20:24 +0000 2018",
                        }
                    },
                ],
                indent=2,
            ),
        ),
        (
            "posts.jsonl",
            lines(
                {
                    "id": "1",
                    "text": "Sync &amp; search are broken",
                    "author_id": "5",
                    "created_at": "2026-02-01T09:00:00.000Z",
                },
                {
                    "id": "2",
                    "text": "RT @other: words",
                    "author_id": "5",
                    "created_at": "2026-02-01T09:00:00.000Z",
                    "referenced_tweets": [{"type": "retweeted", "id": "9"}],
                },
                {"id": "3", "text": "Great update", "author_id": "6", "created_at": "2026-02-01T09:00:00.000Z"},
            ),
        ),
        (
            "pages.jsonl",
            lines(
                {
                    "data": [{"id": "1", "text": "Sync &amp; search are broken", "author_id": "5"}],
                    "meta": {"result_count": 1},
                },
                {"data": [{"id": "3", "text": "Great update", "author_id": "6"}], "meta": {"result_count": 1}},
            ),
        ),
    ],
}

OURS = ("Noted!", "theirs", "Private words", "RT @")
"""What is no customer's own public word."""
