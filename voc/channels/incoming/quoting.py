"""How mail programs mark what they quote: as data, one line each, in Korean and English and a few neighbours."""

import re

_TIME = r"(?:\d{4}[년.\-/]|\d{1,2}[./]\d{1,2}|\d{1,2}:\d{2}|(?:19|20)\d{2}\b)"
"""Something of a date or a time of day: without one, "… wrote:" is a sentence."""

ATTRIBUTIONS = (
    # Gmail, Apple Mail, Thunderbird: On Sun, Nov 22, 2026 at 3:12 PM Kim <kim@example.com> wrote:
    rf"On\b(?=.*{_TIME}).{{4,300}}\b(?:wrote|writes|schrieb|said)\s?:",
    # Thunderbird without a date format of its own, and older programs: Kim wrote on 2026-11-22 15:12:
    rf"\S.{{0,120}}\bwrote on\b.*{_TIME}.{{0,40}}:",
    # Gmail, Yahoo: 2026년 11월 22일 (일) 오후 3:12, 김민수 <kim@example.com>님이 작성:
    rf"(?=.*{_TIME}).{{4,300}}님(?:이|께서)?\s*(?:다음(?:을|과 같이)\s*)?"
    r"(?:작성|썼|쓴)(?:하였습니다|했습니다|함|습니다|\s?글)?\s?:",
    # Apple Mail: 2026. 11. 22. 오후 3:12, Kim <kim@example.com> 작성:
    rf"(?=.*{_TIME})(?:On\s)?\d{{4}}.{{4,300}}[\s>]작성(?:한 글)?\s?:",
    # Thunderbird: 2026-11-22 오후 3:12에 김민수 이(가) 쓴 글:
    rf"(?=.*{_TIME}).{{4,300}}(?:이\(가\)|이|가|님이)\s+쓴\s*글\s?:",
    # Japanese and Chinese Gmail
    rf"(?=.*{_TIME}).{{4,300}}(?:のメール|さんは書きました|写道|寫道)\s?[:：]",
    # German, French and Spanish Gmail
    rf"(?:Am|Le|El)\b(?=.*{_TIME}).{{4,300}}(?:schrieb.*|a écrit|escribió)\s?:",
)
"""Lines that introduce what is quoted below them."""

SEPARATORS = (
    # Outlook, Naver, Hanmail, Kakao, Samsung: any number of dashes around the words
    r"[-_=*\s]{2,}(?:Original (?:Message|Email|e-mail)|Reply message|Forwarded (?:Message|mail|by .*)|"
    r"Begin forwarded message|Ursprüngliche Nachricht|Message d'origine|Mensaje original)[-_=*\s]{2,}",
    r"[-_=*\s]{2,}(?:원본|원래|이전|전달된|전달한|받은)\s?(?:메시지|메세지|메일|이메일|전자\s?우편)[-_=*\s]{2,}",
    r"Begin forwarded message:",
    r"(?:전달된 메시지|전달 받은 메시지|전달된 메일의? 시작)\s?:?",
    # help desks, and our own mails
    r".{0,10}(?:Please )?(?:type|write|reply|enter) (?:your )?(?:reply |response )?above this line.{0,10}",
    r".{0,10}이 (?:줄|선) 위에 (?:답장|회신|답변|내용)을? ?(?:을|를)? ?(?:작성|입력|써|적어).{0,12}",
)
"""Lines below which everything is somebody else's."""

FORWARDED = re.compile(r"forward|전달", re.IGNORECASE)
"""Told apart among separators: below them stands what the sender wants read."""

HEADER_LABELS = (
    r"From|Sent|To|Cc|Bcc|Date|Subject|Reply-To|Importance|"
    r"보낸\s?(?:사람|이|날짜|시간|시각)|받는\s?(?:사람|이)|받은\s?(?:사람|날짜)|참조|숨은\s?참조|제목|날짜|일시|발신(?:자|인)?|"
    r"수신(?:자|인)?|회신\s?대상|중요도|"
    r"Von|Gesendet|An|Betreff|De|Envoyé|À|Objet|Enviado|Para|Asunto|差出人|送信日時|宛先|件名|发件人|发送时间|收件人|主题"
)
_FIRST_LABELS = (
    r"From|보낸\s?(?:사람|이)|발신(?:자|인)?|Von|De|差出人|发件人|Sent|Date|보낸\s?날짜|제목|Subject|To|받는\s?사람"
)

HEADER_LINE = re.compile(
    rf"^[*_\s]{{0,4}}(?:{HEADER_LABELS})\s?[*_]{{0,2}}\s?[:：][*_]{{0,2}}(?:\s|$|\S)", re.IGNORECASE
)
"""A line of the short header that Outlook and its likes put above what they quote."""
FIRST_HEADER_LINE = re.compile(rf"^[*_\s]{{0,4}}(?:{_FIRST_LABELS})\s?[*_]{{0,2}}\s?[:：]", re.IGNORECASE)

ATTRIBUTION = re.compile(rf"^[\s>*_\-]{{0,6}}(?:{'|'.join(ATTRIBUTIONS)})[\s*_]*$", re.IGNORECASE)
SEPARATOR = re.compile(rf"(?:{'|'.join(SEPARATORS)})$", re.IGNORECASE)
RULE = re.compile(r"^\s*[_\-=*]{20,}\s*$")
"""A line across the page; Outlook draws one above its short header."""
DASHES = re.compile(r"^\s*[_\-=*#~]{3,}\s*$")
"""A shorter one, as stands above a footer."""
QUOTED = re.compile(r"^\s?(?:>|&gt;|\|(?=\s))")
"""A quoted line; a bar only with a blank behind it."""
