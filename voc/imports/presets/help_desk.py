"""Tickets of any other help desk, whose columns bear the usual names in English or Korean.

No program's own shape: a ticket's number beside its subject or description and somebody who asked. Taken: subject and
description, the time, the requester's id, address and number. Left out: columns with agents' replies, and rows whose
author is said to be an agent.
"""

from collections.abc import Collection, Iterator

from voc.imports.presets.base import Cells, Preset, Said, Values, from_html, joined, kept

_ID = ("ticket id", "ticket number", "ticket no", "case number", "case id", "issue key", "request id", "문의번호",
       "접수번호", "티켓번호", "티켓 번호", "문의 번호", "접수 번호", "상담번호", "상담 번호")  # fmt: skip
_SUBJECT = ("subject", "title", "summary", "제목", "문의제목", "문의 제목")
_TEXT = ("description", "message", "body", "content", "question", "comment", "내용", "문의내용", "문의 내용", "본문",
         "상담내용", "상담 내용")  # fmt: skip
_AT = ("created at", "created", "created time", "created date", "create date", "date created", "opened at", "date",
       "문의일시", "문의일", "접수일시", "접수일", "등록일시", "등록일", "작성일")  # fmt: skip
_CUSTOMER = ("customer id", "requester external id", "user id", "contact id", "account id", "고객번호", "고객 번호",
             "회원번호", "회원 번호", "고객id", "회원id")  # fmt: skip
_EMAIL = ("requester email", "customer email", "contact email", "reporter email", "from", "email", "e mail",
          "이메일", "고객이메일", "고객 이메일", "메일")  # fmt: skip
_PHONE = ("customer phone", "requester phone", "contact phone", "phone", "mobile", "전화번호", "휴대폰", "휴대전화",
          "연락처")  # fmt: skip
_NAME = ("requester", "requester name", "customer name", "contact name", "reporter", "name", "고객명", "이름", "작성자")
_AGENTS = frozenset(["agent", "admin", "staff", "operator", "system", "bot", "상담원", "상담사", "관리자", "담당자"])


class HelpDesk(Preset):
    """Tickets under the usual names. Docs: this module's."""

    name = "help_desk"
    title = "Help desk tickets"
    channel = "ticket"
    docs = ""

    def recognises(self, columns: Collection[str], first: Values) -> bool:
        """By a ticket's number, something said, and somebody who said it."""
        named = set(columns)
        said, who = {*_SUBJECT, *_TEXT}, {*_CUSTOMER, *_EMAIL, *_PHONE, *_NAME}
        return bool(named & set(_ID)) and bool(named & said) and bool(named & who)

    def take(self, cells: Cells) -> Iterator[Said]:
        """One ticket, unless an agent wrote it."""
        if cells("author type", "sender type", "작성자 구분", "발신자 구분").casefold() in _AGENTS:
            return
        number, message = cells(*_ID), cells("message id", "comment id")
        yield Said(
            id=f"{number}/{message}" if message else number,
            text=joined(cells(*_SUBJECT), from_html(cells(*_TEXT))),
            at=cells(*_AT),
            rating=cells("csat", "만족도"),
            customer=cells(*_CUSTOMER),
            email=cells(*_EMAIL),
            phone=cells(*_PHONE),
            name=cells(*_NAME),
            attributes=kept(
                priority=cells("priority", "우선순위"),
                ticket_type=cells("type", "ticket type", "issue type", "문의유형", "문의 유형", "유형"),
                category=cells("category", "분류", "카테고리"),
                product=cells("product", "제품", "상품명"),
            ),
        )
