"""Whether somebody wants no more messages; pure.

The rule, in this order:

1. The whole message is an opt-out word (`words.OPT_OUT`), in any case, width, spacing or punctuation, accents or not,
with nothing beside it but courtesy ("STOP please", "Stop, thank you", "stop stop STOP", "수신 거부 부탁드려요").
2. The first or the last part of it (parts end with punctuation or a new line; a score in front of it does not count)
   is one of the words that mean nothing else (`words.OPT_OUT_PLAIN`): "Wrong number. STOP", "9, stop", "STOP, who is
   this".
3. Any part of it is a clear phrase: "stop texting me", "do not contact me again", "그만 보내 주세요".

In a long message only its beginning, and phrases that no footer of a mail has, count for 2 and 3.

Everything else is something else: "don't stop, I love it", "the bus stop", "cancel my order" and "카드 거부" are
answers or remarks. What a phrase limits ("stop sending me so many mails") is a remark, too. Where an opt-out word is
also the label of a choice, the word wins; the choice can be named by its number.

Source:
    47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel and unsubscribe are reasonable by themselves, and so
    is whatever a reasonable person understands. Korea: 정보통신망법 제50조 제4항 (수신거부·수신동의 철회).
"""

import re

from voc.conversations.understanding import words as known
from voc.conversations.understanding.folding import Folded, fold, plain_letters

_ABOUT = r"(?:any ?more|the|these|those|this|any|your|such|further|more|survey|text|stupid|annoying|spam)"
_THINGS = (
    r"(?:texts?|messages?|sms|e-?mails?|mails?|surveys?|spam|notifications?|questions?|stuff|it|this|that|these|those)"
)
_WRITING = (
    r"(?:sending|texting|messaging|contacting|e-?mailing|mailing|writing|calling|spamming|bothering|bugging|pestering)"
)
_WRITE = r"(?:send|text|message|contact|e-?mail|mail|write|call|spam|bother|bug)"
_ME = r"(?:(?: to)? (?:me|us|this number|this phone))"
_SET = rf"(?: {_ABOUT}){{0,3}}(?: {_THINGS})?"
_LIST = (
    r"(?:(?:from )?(?:(?:your|this|the|these|all) ){0,2}(?:mailing )?(?:lists?|texts?|messages?|e-?mails?|surveys?))"
)
_ENDING = (
    r"(?: (?:please|pls|now|again|ever again|ever|any ?more|thanks|thank you|immediately|at once|right away)){0,3}"
)
_BEFORE = (
    r"(?:(?:please|pls|just|hi|hello|hey|ok|okay|and|so|no|can you|could you|would you|will you|i want you to|you must|"
    r"kindly) ){0,4}"
)
_WISH = r"(?:i(?:'d| would)? (?:want|wish|like|need)(?: to)? |i'm |let me |how (?:do|can) i |i )?"
_PHRASES = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?:stop|quit|cease) {_WRITING}{_ME}?{_SET}"
    rf"|(?:do not|don't|dont|never) {_WRITE}{_ME}{_SET}"
    rf"|(?:do not|don't|dont) send{_SET}"
    rf"|no more (?:texts|messages|sms|e-?mails|mails|surveys|spam)"
    rf"|leave me alone|opt me out|(?:take|get) me off {_LIST}|(?:delete|remove) me(?: {_LIST})?"
    rf"|(?:i )?revoke (?:my )?consent"
    rf"|stop (?:the |these |all |your ){{0,2}}(?:texts?|messages?|sms|e-?mails?|mails?|surveys?)"
    rf"){_ENDING}"
)
_UNSUBSCRIBING = re.compile(
    rf"{_BEFORE}{_WISH}(?:unsubscribe|opt ?-?out)(?: me)?(?: (?:of|from))?(?: {_LIST}| this| these| all)?{_ENDING}"
)
_KO_BEFORE = (
    r"(?:제발|이제|그냥|좀|네|예|아니요|아니오|아뇨|저는|전|죄송하지만|죄송합니다|안녕하세요|더이상|앞으로|다시|"
    r"저한테|저에게|제게|나한테|이런|그런|거|이|문자|메시지|메세지|카톡|알림톡|알림|설문조사|설문|광고|연락|메일|"
    r"스팸|는|은|도|을|를|요){0,8}"
)
_KO_ASKED = (
    r"(?:합니다|할게요|할께요|할래요|하겠습니다|할게|한다|해요|해|함|하고싶어요|하고싶습니다|하고싶다|원합니다|원해요|"
    r"해주세요|해주십시오|해주시기바랍니다|해주시길바랍니다|해주시면감사하겠습니다|바랍니다|해줘요|해줘|부탁드립니다|"
    r"부탁드려요|부탁합니다|부탁해요|부탁|요청합니다|요청드립니다|요청|신청합니다|신청|처리|입니다|이요|요|을|를|좀|감사합니다){0,4}"
)
_KO_NO = (
    r"(?:지(?:말아주세요|말아주십시오|말아줘요|말아줘|마세요|마십시오|마시오|마요|마라|마|말아요|말아|말라고)(?:요)?)"
)
_KO_PHRASES = re.compile(
    rf"{_KO_BEFORE}(?:(?:{'|'.join(sorted(known.OPT_OUT_PLAIN, key=len, reverse=True))})"
    rf"|(?:보내|연락하|문자하|문자보내|전화하|연락주){_KO_NO}"
    r"|그만(?:좀)?(?:보내|연락|연락하|문자하|문자보내|하)?"
    r"(?:주세요|주십시오|줘요|줘|세요|십시오|시오|라고요|라|요|해주세요|해줘요|해줘|해요|해|하세요)?"
    rf"){_KO_ASKED}"
)
_KO_WHOLE = re.compile(rf"{_KO_BEFORE}(?:거부|거절|스톱|스탑){_KO_ASKED}")
_SCORE = re.compile(r"^\W*\d{1,2}(?: ?/ ?10| ?점)?[ ,.!-]+")


SHORT_CHARACTERS = 300
"""A longer message is an e-mail or a story, and may carry somebody else's footer: "Unsubscribe from this list"."""
PART_LIMIT_CHARACTERS = 120
"""Longer than any clear phrase."""


def is_opt_out(text: str | Folded) -> bool:
    """Whether this message asks for no more messages; the module says by which rule."""
    folded = fold(text) if isinstance(text, str) else text
    if _is_word(folded, known.OPT_OUT) or _KO_WHOLE.fullmatch(folded.compact):
        return True
    parts = [part for part in folded.parts if len(part.text) <= PART_LIMIT_CHARACTERS]
    short = len(folded.text) <= SHORT_CHARACTERS
    edges = [*parts[:1], *parts[-1:], fold(_SCORE.sub("", folded.text))] if short else parts[:1]
    words = any(_is_word(part, known.OPT_OUT_PLAIN) for part in edges)
    return words or any(_is_phrase(part, short=short) for part in parts)


def _is_word(part: Folded, words: frozenset[str]) -> bool:
    if part.compact in words:
        return True
    said = re.sub(r"opt[ -]out", "optout", plain_letters(part.text)).split()
    bare = ["".join(each for each in word if each.isalnum()) for word in said]
    bare = [word for word in bare if word]
    rest = [word for word in bare if word not in words]
    if len(rest) == len(bare):
        return False
    scores = words is known.OPT_OUT_PLAIN
    return all(word in known.COURTESY or (scores and word.isdigit() and len(word) <= 2) for word in rest)


def _is_phrase(part: Folded, *, short: bool) -> bool:
    words = " ".join(plain_letters(part.text).strip(" -~*'").split())
    patterns = (_PHRASES, _UNSUBSCRIBING) if short else (_PHRASES,)
    return any(each.fullmatch(words) for each in patterns) or (
        short and _KO_PHRASES.fullmatch(part.compact) is not None
    )
