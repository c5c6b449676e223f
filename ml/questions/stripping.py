"""A question without what is said around it: greetings, thanks, signatures, "I have a question"."""

from __future__ import annotations

import re

from ml.text import MAX_CHARACTERS, readable

_ROUNDS = 8
"""Most pieces that are taken off one end: "Hi! Hello team, good morning, quick question: …"."""
_NAME = r"[A-Z][\w'’.-]{1,20}"
_STOP = r"[\s,.!~:;…♡^*ㅎㅋ)\-]*"

_ENGLISH_BEFORE = re.compile(
    r"(?:(?i:hi|hii+|hello|hey|heya|hallo|greetings|good (?:morning|afternoon|evening|day))"
    r"(?:\s+(?i:there|all|everyone|everybody|team|guys|folks|sir|madam|ma'am|support|again|"
    r"(?:customer |the )?(?:support|service|care)(?: team)?|sir or madam|sir/madam))?"
    rf"(?:\s+{_NAME}(?=\s*[,!\n]))?(?=\s*[,.!:;\n~-]|\s+(?i:i|can|could|do|does|is|are|how|what|when|where|why|who|"
    r"which|will|would|my|just|quick|please)\b|\s*$)"
    rf"|(?i:dear)\s+(?:(?i:sir or madam|sirs?|madam|sir/madam|team|support(?: team)?|customer (?:service|support|care))"
    rf"|{_NAME}(?:\s+{_NAME})?)\s*[,:\n]"
    r"|(?i:i hope (?:this (?:e-?mail|message) finds you well|you(?:'re| are) (?:well|doing well)))\s*[.,!]"
    r"|(?i:(?:i (?:just )?have|i've got|just)? ?(?:a|one|another) (?:quick |small |short )?question)\s*[.,:!-]"
    r"|(?i:quick question)\s*[.,:!-]"
    r"|(?i:sorry (?:to bother you|for bothering you))\s*[.,!]"
    r"|(?i:excuse me)\s*[.,!]"
    r"|(?i:thank you|thanks) (?i:for (?:your|the) (?:help|time|reply|quick reply|answer|response))\s*[.,!])" + _STOP
)
_ENGLISH_AFTER = re.compile(
    r"[\s,.!-]*(?:\b(?i:many thanks|thanks?(?: you)?(?: so much| very much| a lot| again| a bunch)?"
    r"(?: in advance| for (?:your|the|any) (?:help|time|reply|quick reply|answer|response|support|assistance))*"
    r"(?: (?:and )?(?:best|kind|warm) regards)?|thx|tia|cheers|ty"
    r"|(?:i )?look(?:ing)? forward to (?:hearing from you|your (?:reply|response|answer))"
    r"|please (?:advise|reply|respond|get back to me)(?: asap| soon)?|have a (?:nice|good|great) (?:day|one|weekend)"
    r"|sent from my \w+(?: \w+)?))[\s.!~:)]*$"
)
_ENGLISH_CLOSING = re.compile(
    r"\n\s*--+\s*\n|(?:\n|[.?!,]\s+)(?i:best|kind|warm|with kind)? ?(?i:regards|wishes)\b|"
    r"\n\s*(?i:(?:yours )?sincerely|yours (?:truly|faithfully)|best|cheers)\s*[,.\n]|\n\s*(?i:sent from my )"
)

_KOREAN_BEFORE = re.compile(
    r"(?:(?:네|넵|예|저기요?|실례합니다|실례지만|여보세요)(?=[\s,.!~])"
    r"|안녕(?:하세[요여욤염]|하십니까|하셔요|하신가요)?(?![가-힣])"
    r"|(?:고생|수고)\s?(?:하세요|하십니다|하시네요|많으[십시]니다|많으세요|많으십니다)"
    r"|반갑습니다|(?:항상|늘|매번)?\s?(?:감사(?:합니다|드립니다|드려요|해요)|고맙습니다)(?=[\s,.!~])"
    r"|(?:고객\s?센터|상담[사원]|담당자|관리자|사장|판매자)\s?(?:님|분)(?:께)?(?=[\s,.!~])"
    r"|다름\s?(?:이\s)?아니[라고]+(?:요)?(?=[\s,])"
    r"|(?:뭐|뭣|하나|한\s?가지|몇\s?가지|잠깐|잠시)?\s?(?:좀\s?)?(?:여쭤?\s?(?:볼게요|봅니다|보겠습니다|볼게 있는데요"
    r"|볼 게 있습니다)|물어볼게요|문의\s?(?:드립니다|드려요|드릴게요|드리겠습니다|합니다|할게요|좀 할게요)"
    r"|질문(?:이|이요|입니다|이에요| 있어요| 있습니다|드립니다| 드립니다|드려요| 드려요| 하나 드립니다"
    r"| 하나요| 좀 할게요))(?=[\s,.!~:]|$)"
    r"|(?:궁금한\s?(?:점|게|것|거|사항)이?\s?(?:있어서|있어|있는데요|있습니다|있어요)"
    r"(?:\s?(?:문의|연락|질문|여쭤)\s?(?:드립니다|드려요|드렸습니다|봅니다))?)(?=[\s,.!~])"
    r")" + _STOP
)
_KOREAN_AFTER = re.compile(
    r"[\s,.!~]*(?:(?:미리|항상|늘|매번|정말|대단히)?\s?(?:감사(?:합니다|드립니다|드려요|해요|요)|고맙습니다|땡큐)"
    r"|(?:그럼\s?)?(?:고생|수고)\s?(?:하세요|하십시오|하십쇼|많으[십시]니다|많으세요|하셔요)"
    r"|(?:빠른\s|빠르고 정확한\s|조속한\s|신속한\s|자세한\s)?(?:답변|답장|회신|연락|확인|안내|도움)\s?(?:좀\s)?"
    r"(?:부탁\s?(?:드립니다|드려요|드릴게요|합니다|해요|드리겠습니다)|주세요"
    r"|주시면 감사하겠습니다|기다리겠습니다|기다릴게요"
    r"|바랍니다|주시기 바랍니다|주십시오)"
    r"|(?:좋은|즐거운|행복한)\s?(?:하루|주말|오후|저녁)\s?(?:되세요|보내세요|되십시오)"
    r"|(?<=[\s.,?!~])[가-힣]{2,4}\s(?:드림|올림|배상))[\s.,!~^ㅎㅋㅠㅜ:)♡]*$"
)
_KOREAN_CLOSING = re.compile(
    r"\n\s*--+\s*\n|\n\s*[가-힣]{2,4}\s(?:드림|올림|배상)|\n\s*나의 (?:iPhone|갤럭시)에서 보냄"
)
_END_MARKS = re.compile(r"[?!.~…]")
_PLACEHOLDER, _SHIELDED = re.compile(r"\[([A-Z]{3,9})\]"), re.compile(r"⟦([A-Z]{3,9})⟧")
"""Where personal data stood: `readable` takes it out, and a question would have a hole that nobody sees."""
_QUOTED = re.compile(r"^\s*>.*$", re.M)


def stripped(text: str) -> str:
    """The question in a message: without greeting, thanks, signature, quoted lines and "I have a question".

    Korean and English, whatever the message's language; on one line, not changed otherwise. Of a message that asks
    nothing, empty. Nothing beyond `ml.text.MAX_CHARACTERS` is read.
    """
    text = _QUOTED.sub(" ", text[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")).strip()
    for closing in (_ENGLISH_CLOSING, _KOREAN_CLOSING):
        text = _before(closing, text)
    text = _SHIELDED.sub(r"[\1]", readable(_PLACEHOLDER.sub(r"⟦\1⟧", text)))
    for _ in range(_ROUNDS):
        shorter = _without_end(_without_start(text))
        if shorter == text:
            break
        text = shorter
    text = text.strip(" \t,;:-–—")
    return text if any(c.isalnum() for c in text) else ""


def _before(closing: re.Pattern[str], text: str) -> str:
    """What stands before a closing formula, if anything does."""
    found = next((one for one in closing.finditer(text) if one.start() > 0), None)
    if found is None:
        return text
    mark = text[found.start()] if _END_MARKS.match(text[found.start()]) else ""
    return text[: found.start()] + mark


def _without_start(text: str) -> str:
    for greeting in (_ENGLISH_BEFORE, _KOREAN_BEFORE):
        found = greeting.match(text)
        if found and found.end():
            text = text[found.end() :].lstrip()
    return text


def _without_end(text: str) -> str:
    for thanks in (_ENGLISH_AFTER, _KOREAN_AFTER):
        tail = max(0, len(text) - 160)
        found = thanks.search(text, tail)
        if found:
            marks = text[found.start() : found.end()].lstrip()
            text = text[: found.start()].rstrip() + (marks[0] if marks[:1] in (".", "!") else "")
    return text
