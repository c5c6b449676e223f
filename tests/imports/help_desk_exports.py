"""What help desks export of tickets and conversations; agents' replies, notes and offers are left out."""

from tests.imports.export_files import document, lines, table


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


TICKETS = {
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

OURS = ("Which version", "internal", "Written by an agent", "Dear customer", "Which order", "It is attached",
        "점검 안내", "곧 도착합니다")  # fmt: skip
"""What agents wrote."""
