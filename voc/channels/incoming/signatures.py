"""What stands below what somebody wrote: signatures, adverts of mail programs, disclaimers, footers of lists."""

import re

_DEVICES = (
    r"iphone|ipad|ipod|아이폰|아이패드|galaxy|갤럭시|samsung|삼성|lg|sk|android|안드로이드|안드로이드폰|blackberry|huawei|xiaomi|"
    r"windows|outlook|yahoo|야후|naver|네이버|daum|다음|hanmail|한메일|kakao|카카오|gmail|지메일|스마트폰|휴대폰|휴대전화|"
    r"모바일|mobile|phone|protonmail|proton|mail|spark|mailplug|하이웍스|hiworks|thunderbird|nate|네이트"
)
SENT_FROM = re.compile(
    r"^[\s>*\-_(\[]*(?:"
    rf"sent (?:from|via|with|using|by)\s+(?=.*(?:{_DEVICES})).{{2,60}}|"
    r"get (?:outlook|bluemail|spark|yahoo mail) (?:for|on) .{2,60}|"
    r"sent from (?:my|a) (?:mobile|phone|tablet|device).{0,40}|"
    rf"(?:나의|내|제)?\s?(?=.*(?:{_DEVICES})).{{0,40}}(?:에서|으로|로)\s?"
    r"(?:보냄|보냈습니다|보낸 메일|발송됨|발송|작성함|보낸 메일입니다)|"
    rf"(?:{_DEVICES}).{{0,12}}용 outlook(?:을| 앱)?\s?(?:다운로드|받기|에서 보냄).{{0,60}}|"
    rf"(?:von meinem|envoyé de mon|enviado desde mi)\s.{{2,40}}"
    r")[\s.)\]*<>]*(?:<?https?://\S+>?)?\s*$",
    re.IGNORECASE,
)
"""A line that a mail program adds: "Sent from my iPhone", "나의 iPhone에서 보냄"."""

DELIMITER = re.compile(r"^\s?--\s?$|^\s?—\s?$|^[_]{2,5}$")
"""The signature separator of RFC 3676 section 4.3, and what lost its blank."""

CLOSING = re.compile(
    r"^\s*(?:(?:with )?(?:best|kind|kindest|warm|warmest|many) (?:regards|wishes|thanks)|best|regards|cheers|sincerely|"
    r"yours (?:sincerely|truly|faithfully)|sincerely yours|thanks(?: (?:again|so much|a lot|in advance))?|"
    r"thank you(?: (?:again|so much|very much|in advance))?|thx|respectfully|all the best|br|take care)"
    r"\s?[,.!~-]{0,3}\s*$",
    re.IGNORECASE,
)
"""A formula above a name."""

SIGNED = re.compile(r"^\s*(?:[가-힣A-Za-z.()\s·/,]{1,40}\s)?[가-힣]{2,5}\s?(?:드림|올림|배상|拜上)[.~!]{0,2}\s*$")
"""A Korean name and the word that says so: "김민수 드림"."""

CONTACT = re.compile(
    r"(?:^|[\s|/·,])(?:tel|phone|mobile|cell|fax|office|direct|e-?mail|mail|web|homepage|address|addr|"
    r"전화|휴대폰|휴대전화|핸드폰|연락처|팩스|이메일|메일|주소|홈페이지|직통|내선|대표|사업자등록번호)\s?(?:번호)?\.?\s?[:.|)]|"
    r"(?:^|[\s|/·,])[TMFEHDPW]\s?[.:)|]\s?(?=[+\d(]|\S+@|www|http)|"
    r"^\s*(?:\+\d{1,3}|\(?0\d)[\d\s().\-]{6,16}\d\s*$|"
    r"^\s*[\w.+\-]+@[\w\-]+\.[\w.\-]+\s*$|^\s*(?:https?://|www\.)\S+\s*$|"
    r"(?:특별시|광역시|[가-힣]{1,4}구\s|[가-힣]{1,6}(?:대로|로|길)\s?\d+|\b\d+\s?(?:st|ave|road|street|blvd|suite|floor|층|호)\b)",
    re.IGNORECASE,
)
"""A line of an address block: telephone, e-mail, site, street."""

SENTENCE = re.compile(r"[.?!。…~]\s*$|(?:요|다|까|죠|네|음|함|임)[.?!~\s]*$", re.IGNORECASE)
"""A line that ends as a sentence does."""

DISCLAIMER = re.compile(
    r"^[\s*\-_\[【※<]*(?:"
    r"(?=.*(?:e-?mail|message|communication|transmission))"
    r"(?=.*(?:confidential|privileged|intended (?:only |solely |recipient|for)|addressee|virus)).{40,}|"
    r"(?:confidentiality|legal|privacy|disclaimer)\s?(?:notice|note|statement)?\s?[:\]】*].*|"
    r"(?=.*(?:메일|전자\s?우편|메시지|메세지|정보))"
    r"(?=.*(?:기밀|비밀|수신인|수신자|지정된|무단|보안|면책|법적))(?=.*(?:본|이|당사|위)\s).{30,}|"
    r"(?:주의|경고|면책\s?(?:조항|고지|공고)|보안\s?유의\s?사항|비밀\s?유지\s?(?:고지|안내))\s?[:\]】].*|"
    r"please consider the environment before printing.*|virus-free\.? ?.*(?:avast|avg).*|"
    r"(?:이 메일을|인쇄하기 전에|이메일을) .{0,20}(?:환경|인쇄).{0,40}생각.*"
    r")$",
    re.IGNORECASE,
)
"""The first line of what a company's lawyers add."""

LIST_FOOTER = re.compile(
    r"^\s*(?:you received this (?:message|email) because you are subscribed|to unsubscribe from this (?:group|list)|"
    r".{0,60} mailing list\s*$|이 (?:메일|메시지)은? .{0,40}(?:구독|수신).{0,40}(?:발송|받으)|"
    r"(?:수신을 원(?:하지|치) 않으(?:시면|실 경우)|수신거부를 원하시면)).*",
    re.IGNORECASE,
)
"""What a mailing list adds."""
