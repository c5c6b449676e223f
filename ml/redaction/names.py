"""Names, where their writer says that they are one: no rule tells an unlabelled name from that of a shop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml.redaction.view import Found

LABEL = (
    "이름은|이름[ ]?[:=]|성함|성명|실명|예금주|수취인|수령|받는|보내는|주문자|신청자|담당자"
    "|name|recipient|cardholder|holder|attn"
)
"""Where one may stand."""
_SURNAME = (
    r"(?:남궁|황보|제갈|선우|독고"
    r"|[김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도]"
    r"|[소석설마길연위표명기반왕금옥육인맹])"
)
_NO_NAME = r"(?:변경|이상|고정|정보|정상|전체|공개|한글|영문|선택|유지|추가|안내|노출|표시|오류|문제|이름)(?![가-힣])"
_KOREAN = rf"(?!이름|{_NO_NAME}){_SURNAME}[가-힣]{{1,3}}?"
_ENDING = r"(?:이?라고|입니다|이에요|예요|이고|이구|인데|이며)"
_LABEL = (
    r"(?<![가-힣A-Za-z])(?<![앱팀][ ])(?<!(?:브랜드|서비스|캐릭터|강아지|고양이|애완견|애완묘|반려견|반려묘)[ ])"
    r"(?<!(?:애완동물|반려동물)[ ])"
    r"(?<!(?:상품|제품|어플|게임|파일|폴더|회사|업체|가게|매장|식당|지점|메뉴|모델|기기|그룹)[ ])"
    r"(?:(?:제|내|본인|고객|환자|회원|학생|보호자|가입자|신청인)[ ]?)?"
)
"""Not of an app, a product, a shop, a pet."""
_WORD = r"[A-Z][a-z'’-]+"
_LABELLED = re.compile(
    rf"{_LABEL}(?:이름|성함|성명|실명|예금주|수취인|수령인|수령자|받는[ ]?(?:분|사람|이)|보내는[ ]?(?:분|사람|이)"
    rf"|주문자|신청자|담당자)[ ]?[:=][ ]?"
    rf"({_KOREAN}(?=$|[^가-힣A-Za-z0-9]|님|씨|{_ENDING})|{_WORD}(?:[ ]{_WORD}){{1,2}})"
)
_TOLD = re.compile(
    rf"(?:{_LABEL}(?:성함|실명|예금주)(?:은|는)|{_LABEL}예금주|(?<![가-힣A-Za-z])(?:제|내|본인)[ ]?이름은)[ ]"
    rf"({_KOREAN}(?=$|[.,!\n]))"
    rf"|{_LABEL}(?:(?:이름|성함|성명|실명|예금주)(?:은|는)|예금주)[ ]({_KOREAN}(?={_ENDING})"
    rf"|(?!The )(?:{_WORD}[ ]){{1,2}}{_WORD}(?={_ENDING}))"
)
"""A bare word behind "이름은" may be what happened to it: "이름은 변경, 주소는 그대로"."""
_NO_ENGLISH_NAME = (
    r"(?!(?:Not|Is|Are|Field|Required|On|The|Blank|Empty|Missing|Wrong|Invalid"
    r"|Never|Always|Still|Shown|Too|Incorrect)\b)"
)
_ENGLISH_NAME = re.compile(
    r"(?:(?i:\b(?:my|his|her|full|customer|recipient|contact|cardholder|account holder|patient)(?:'s)?"
    r"(?: full| last| first)? name(?: is|'s|[ ]?[:=])|\b(?:recipient|cardholder|account holder|attn)[ ]?[:=])"
    r"|(?:^|(?<=[\n,;/|(]))[ ]*(?i:name)[ ]?[:=])[ ]?"
    rf"((?:(?:Mr|Mrs|Ms|Dr)\.?[ ])?{_NO_ENGLISH_NAME}{_WORD}(?:[ ][A-Z]\b\.?)?(?:[ ]{_WORD}){{0,2}})"
)


def find(text: str) -> Iterator[Found]:
    """Names in a view."""
    for pattern in (_LABELLED, _TOLD, _ENGLISH_NAME):
        yield from (Found(*found.span(found.lastindex or 0), "name") for found in pattern.finditer(text))
