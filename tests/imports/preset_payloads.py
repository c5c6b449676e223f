"""Exports as each program writes them: the real shape, invented rows.

Every file holds things that customers said, and things that are left out: replies of the company's own people, private
notes, ratings without words.
"""

import csv
import io
import json


def table(columns, *rows, encoding="utf-8"):
    """A table as a program's export writes it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(columns.split("|"))
    writer.writerows(row.split("|") for row in rows)
    return file.getvalue().encode(encoding)


def lines(*records):
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def document(value, **how):
    return json.dumps(value, ensure_ascii=False, **how).encode()


def review(id_, **attributes):
    known = {"rating": 2, "title": "Slow", "body": "Opening a note takes ten seconds.", "reviewerNickname": "mintleaf",
             "createdDate": "2026-01-15T08:10:34-08:00", "territory": "KOR"}  # fmt: skip
    return {"type": "customerReviews", "id": id_, "attributes": known | attributes, "links": {"self": "https://x.test"}}


def ticket(id_, **fields):
    known = {"id": id_, "subject": "Sync", "raw_subject": "Sync", "description": "Notes vanish after a sync.",
             "requester_id": 70, "submitter_id": 70, "created_at": "2026-02-01T09:00:00Z", "status": "open",
             "tags": ["sync"], "via": {"channel": "web"}, "satisfaction_rating": {"score": "unoffered"}}  # fmt: skip
    return known | fields


def conversation(id_, *parts, **fields):
    author = {"type": "user", "id": "u1", "name": "Dana", "email": "dana@example.test"}
    source = {"body": "<p>Where is my invoice?</p>", "author": author, "subject": ""}
    known = {"type": "conversation", "id": id_, "created_at": 1769936400, "source": source, "conversation_rating": None}
    return known | {"conversation_parts": {"conversation_parts": list(parts)}} | fields


def post(id_, **fields):
    known = {"id": id_, "username": "bo", "created_at": "2026-02-03T10:00:00.000Z", "post_type": 1, "staff": False,
             "cooked": "<p>Add folders, please.</p>", "post_number": 2, "topic_id": 5, "topic_slug": "f"}  # fmt: skip
    return known | fields


PLAY = ("Package Name|App Version Code|App Version Name|Reviewer Language|Device|Review Submit Date and Time|"
        "Review Submit Millis Since Epoch|Review Last Update Date and Time|Review Last Update Millis Since Epoch|"
        "Star Rating|Review Title|Review Text|Developer Reply Date and Time|Developer Reply Millis Since Epoch|"
        "Developer Reply Text|Review Link")  # fmt: skip


def play(number, text, reply=""):
    link = f"https://play.google.com/console/review-details?reviewId=gp%3AA{number}&corpus=PUBLIC" if text else ""
    return (f"com.example.app|7|1.7|ko|pixel|2026-01-02T03:04:05Z|176732304{number}000|2026-01-03T03:04:05Z|"
            f"176740944{number}000|4||{text}|||{reply}|{link}")  # fmt: skip


EXPORTS = {
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
    "zendesk": [
        (
            "tickets.json",
            lines(
                ticket(
                    1,
                    requester={"id": 70, "email": "kim@example.test", "name": "Kim"},
                    comments=[
                        {"id": 100, "author_id": 70, "body": "Notes vanish after a sync.", "public": True},
                        {"id": 101, "author_id": 9, "body": "Which version?", "public": True},
                        {"id": 102, "author_id": 70, "body": "Version 1.7.", "public": True},
                        {"id": 103, "author_id": 9, "body": "internal", "public": False},
                    ],
                ),
                ticket(2, submitter_id=9, description="Written by an agent."),
            ),
        ),
        (
            "export.json",
            document({"tickets": [ticket(1), ticket(3, subject="Help"), ticket(2, submitter_id=9)], "count": 3}),
        ),
        (
            "tickets.csv",
            table(
                "Summation column|Id|Requester|Requester id|Requester external id|Requester email|Requester domain|"
                "Subject|Tags|Status|Priority|Via|Ticket type|Created at|Satisfaction Score",
                "1|1|Kim|70||kim@example.test|example.test|Notes gone|sync|Open|-|Web|Bug|2026-02-01 09:00|Offered",
                "1|2|Lee|71|c-9|lee@example.test|example.test|Too slow||Solved|-|Mail|Problem|2026-02-01 10:00|Bad",
            ),
        ),
    ],
    "freshdesk": [
        (
            "tickets.csv",
            table(
                "Ticket ID|Subject|Description|Status|Priority|Source|Type|Agent|Created time|Due by Time|"
                "Resolution status|Tags|Survey results|Full name|Email|Mobile phone|Contact ID",
                "1|Refund|I want my money back.|Open|Low|Email|Refund|Ana|2026-02-01 09:00:00|2026-02-02 09:00:00|||"
                "|Kim|kim@example.test|010-2345-6789|77",
                "2|Our offer|Dear customer, look.|Open|Low|Outbound email||Ana|2026-02-01||||||x@example.test||78",
                "3|Late|Two days late.|Open|Low|Phone||Ana|2026-02-01 09:30:00|||||Lee||+82 10-2345-0000|79",
            ),
        ),
        (
            "tickets.jsonl",
            lines(
                {
                    "id": 1,
                    "subject": "Refund",
                    "description_text": "I want my money back.",
                    "requester_id": 77,
                    "source": 1,
                    "created_at": "2026-02-01T09:00:00Z",
                    "conversations": [
                        {"id": 5, "incoming": False, "private": False, "body_text": "Which order?"},
                        {
                            "id": 6,
                            "incoming": True,
                            "private": False,
                            "body_text": "Order 12.",
                            "created_at": "2026-02-01T10:00:00Z",
                        },
                    ],
                },
                {
                    "id": 2,
                    "subject": "Our offer",
                    "description_text": "Dear customer",
                    "requester_id": 78,
                    "source": 10,
                },
            ),
        ),
    ],
    "intercom": [
        (
            "conversations.json",
            document(
                {
                    "type": "conversation.list",
                    "conversations": [
                        conversation(
                            "9",
                            {
                                "id": "a",
                                "part_type": "comment",
                                "body": "<p>It is attached.</p>",
                                "author": {"type": "admin"},
                            },
                            {
                                "id": "b",
                                "part_type": "comment",
                                "body": "<p>Found it &amp; thanks</p>",
                                "created_at": 1769936500,
                                "author": {"type": "user", "id": "u1", "email": "dana@example.test"},
                            },
                            {"id": "c", "part_type": "assignment", "body": None, "author": {"type": "bot"}},
                        )
                    ],
                }
            ),
        ),
        (
            "export.csv",
            table(
                "message_id|message_body|message_type|message_created_at|message_author_type|message_author_id|"
                "message_author_user_id|message_author_name|message_author_email|conversation_id|app_name",
                "m1|Where is it?|conversation_message|2026-02-01 09:00:00|user|u1||Dana|dana@example.test|9|App",
                "m2|It is attached.|comment|2026-02-01 09:01:00|admin|a1||Ana|ana@example.test|9|App",
                "m3|Found it & thanks|comment|2026-02-01 09:02:00|lead|u2|c-5|Dana||9|App",
                "m4|called|note|2026-02-01 09:02:00|user|u2||Dana||9|App",
            ),
        ),
    ],
    "hubspot": [
        (
            "tickets.csv",
            table(
                "Ticket ID|Ticket name|Ticket description|Create date|Pipeline|Ticket status|Source|Associated Contact",
                "1|Export|Export to PDF is missing.|2026-02-01 09:00|Support|New|Email|Kim Lee (kim@example.test)",
                "2|Printing||2026-02-01 09:00|Support|New|Chat|",
                "3|||2026-02-01 09:00|Support|New|Chat|",
            ),
        ),
        (
            "tickets.json",
            document(
                {
                    "results": [
                        {
                            "id": "1",
                            "properties": {
                                "subject": "Export",
                                "content": "Export to PDF is missing.",
                                "hs_pipeline": "0",
                                "createdate": "2026-02-01T09:00:00Z",
                            },
                            "archived": False,
                        },
                        {
                            "id": "2",
                            "properties": {"subject": "Printing", "content": None, "hs_pipeline": "0"},
                            "archived": False,
                        },
                    ]
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
    "help_desk": [
        (
            "문의.csv",
            table(
                "문의번호|제목|내용|접수일시|고객명|이메일|연락처|답변내용|작성자 구분",
                "1|배송|아직 안 왔어요|2026-02-01 09:00|김|kim@example.test|010-1234-5678|곧 도착합니다|고객",
                "2|안내|점검 안내|2026-02-01 09:00|운영|ops@example.test|||상담원",
                "3|환불|환불해 주세요|2026-02-01 10:00|이|||네|고객",
                encoding="cp949",
            ),
        ),
        (
            "cases.csv",
            table(
                "Case Number|Subject|Description|Created Date|Contact Email|Priority",
                "1|Late|It came late.|2026-02-01|kim@example.test|High",
                "2|Broken|It broke.|2026-02-01|lee@example.test|Low",
            ),
        ),
    ],
}
"""By preset, the names and contents of its exports."""

OURS = ("We are sorry", "Noted!", "theirs", "Private words", "Which version", "internal", "Written by an agent",
        "Dear customer", "Which order", "It is attached", "RT @", "점검 안내", "곧 도착합니다")  # fmt: skip
"""What is in the exports and is not the customers' own word."""
