"""How advertising words itself, in Korean and English: always with a call to do something for the writer."""

from __future__ import annotations

import re

_CODE = r"[A-Za-z0-9][A-Za-z0-9_.-]{3,19}"
_MESSENGER = r"(?:텔레그램|텔레|카톡|카카오톡|라인|위챗|오픈톡|오픈[ ]?채팅)"
_CALL = r"(?:문의|연락|상담|예약|카톡|텔레|링크|클릭|댓글|\[PHONE\]|https?:|\.com|\.net)"
_OFFER = (
    r"(?:\[PHONE\]|01[016789]|https?:|\.com|카톡|텔레그램"
    r"|(?:상담|문의|연락|신청)[ ]?(?:$|[.!]|환영|가능|주세요|주시면|바랍|바람|\[))"
)
"""A customer of a bank, too, speaks of loans and of asking for advice; who lends asks to be asked."""
_KOREAN = (
    rf"(?:추천인|추천|초대|가입|쿠폰)[ ]?(?:코드|번호|아이디|id)?[ ]?[:=은는]?[ ]?{_CODE}[ ]?"
    r"(?:을|를|로|이에요|입니다)?[ ]?(?:입력|적어|쓰세|써|넣|등록|부탁|꼭|하시면|하면)",
    rf"{_MESSENGER}[ ]?(?:방|아이디|id|상담|문의|친추)?[ ]?[:@=]?[ ]?(?:@|id )?(?:{_CODE}|\[PHONE\])[ ]?"
    r"(?:로|으로|에|$|문의|연락|주세요|친추|추가|[.!])",
    rf"{_MESSENGER}(?:으로|로)?[ ]?(?:문의|상담|연락)[ ]?(?:주세요|주시면|환영|바랍니다|가능)",
    r"(?:바카라|카지노|토토|슬롯|먹튀[ ]?검증|파워볼|홀덤|릴게임)[ ]?(?:사이트|추천|주소|검증|게임|입장|도메인)?.{0,40}"
    r"(?:가입|접속|코드|지급|주소|이벤트|첫충|링크|\.com|https?:)",
    rf"(?:당일|급전|무직자|무서류|신불자|소액|개인돈|작업)[ ]?(?:대출|급전|일수).{{0,40}}{_OFFER}",
    rf"(?:급전|카드깡|(?:소액결제|상품권|신용카드|휴대폰)[ ]?(?:현금화|깡)|개인[ ]?돈|일수[ ]?대출).{{0,40}}{_OFFER}",
    rf"(?:재택|부업|알바|투잡|재테크|리딩방|코인|하루|일당|월)[^.]{{0,20}}[0-9]{{1,4}}만[ ]?원[^.]{{0,40}}{_CALL}",
    rf"(?:출장[ ]?(?:안마|마사지|샵)|조건만남|원나잇|성인[ ]?(?:용품|사이트)|비아그라|시알리스)[^.]{{0,20}}{_CALL}",
    rf"(?:팔로워|좋아요|조회수|구독자)[^.]{{0,12}}(?:늘려|판매|구매|올려)[^.]{{0,20}}(?:드립니다|드려요|{_CALL})",
    r"(?:제|내|저희)[ ]?(?:유튜브|유투브|채널|블로그|인스타)[ ]?(?:채널)?[ ]?"
    r"(?:구독|놀러|방문|들러|오세요|팔로우|한번[ ]?와)",
    r"맞팔|선팔|서로이웃|맞구독",
)
_HANDLE = r"(?:@\w|\[PHONE\]|\[EMAIL\]|\+?[0-9]{5}|t\.me|wa\.me|https?:)"
_MONEY = r"(?:\$|usd|£|€|rs\.? ?)[ ]?[0-9][0-9,.k]*"
_GIVEN = r"[ ]?[:=]?[ ]?[\"']?(?=[A-Za-z]*[0-9])[A-Za-z0-9]{4,19}\b"
"""A code has a digit in it."""
_ENGLISH = (
    rf"\b(?:use|enter|apply|with|try|put)[ ]"
    rf"(?:(?:my|this|the|our)[ ])?(?:(?:referr?al|invite|promo|bonus)[ ])?code{_GIVEN}",
    rf"\bmy (?:referr?al|invite|invitation|promo) (?:code|link)(?: is)?{_GIVEN}",
    r"\b(?:subscribe|sub)(?: to)? (?:my|our)(?: you ?tube)?(?: ch[an]+[ea]*l| page)",
    r"(?<!n't )(?<!not )(?<!who )(?<!to )(?<! u )(?<!you )(?<!they )\bfollow (?:me|my|us)\b"
    r"(?! (?:around|up|everywhere|home|back|and|so|then))"
    r"(?: (?:on|at|in(?! order)|id|insta\w*|tiktok|twitter|account|please|guys)\b"
    r"|[ ]?@|[ ]?$|[ ]\S*[_0-9.]+\w)",
    r"\b(?:check out|visit|watch) my (?:you ?tube|channel|page|profile|blog|website|insta\w*|link)\b",
    r"\b(?:contact|message|dm|text|reach|inbox|chat|write)(?: (?:me|him|her|them|us|up|to|out|with)){1,3} "
    rf"(?:on|via|at|through)\b[^.]{{0,20}}{_HANDLE}",
    rf"\b(?:telegram|whats ?app)[ ]?(?::|number|id|me (?:at|on))?[ ]?{_HANDLE}",
    rf"\b(?:earn|make|made|making|get)(?:ing)? (?:up to |over )?{_MONEY}[ ]?"
    r"(?:per|a|an|every|each|in|weekly|daily|within|/)\b"
    r".{0,80}(?:contact|click|link|join|dm|whats|telegram|http|www|\.com|trader|bitcoin|broker|thanks to)",
    r"\b(?:online )?(?:casino|betting|gambling)\b.{0,40}(?:bonus|sign ?up|register|visit|http|\.com|promo|free spins)",
    r"\b(?:free|get) (?:robux|v-?bucks|followers|likes|gift ?cards?|nitro)\b.{0,40}(?:click|visit|http|www|\.com)",
    r"\b(?:buy|cheap|(?<!in )order|best price)\b.{0,15}(?:viagra|cialis|followers|steroids|replicas?|rolex|essay)\b",
    r"\b(?:ethical hacker|spell ?caster|herbal|recovery (?:expert|agent)|crypto recovery|expert trader)\b"
    rf".{{0,80}}(?:telegram|whats ?app|{_HANDLE})",
    r"\b(?:instant|quick|personal|payday) loans?\b.{0,50}"
    r"(?:apply (?:now|today)|no credit check|http|www|\[PHONE\]|\[EMAIL\])",
    r"\b(?:seo|backlinks?|web design|guest posts?)\b.{0,60}(?:services?|offer|\[EMAIL\]|price|rank)",
    r"\b(?:click|tap) (?:here|this link|the link|below)\b.{0,60}(?:http|www|\.com|\.ru|bit\.ly|win|prize)",
    r"\b(?:congratulations|you(?:'ve| have) (?:won|been selected))\b.{0,80}(?:claim|click|prize|gift|http)",
)
SPAM_WORDING = re.compile("|".join((*_KOREAN, *_ENGLISH)), re.IGNORECASE)
