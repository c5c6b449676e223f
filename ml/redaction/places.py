"""Where somebody lives: Korean road and lot addresses, flats, and English street addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ml.redaction.view import Found

_NUMBER = r"[0-9]{1,4}(?:-[0-9]{1,4})?"
_ENDS = (
    r"(?=$|[^0-9가-힣A-Za-z%.]|\.(?![0-9])"
    r"|으로|로[ ]|에|이[가-힣 ]|인데|은|는|입니|까지|앞|을|를)"
)
"""Behind a number that counts nothing: 152, 152에, 152입니다, but not 152개."""
_HOUSE = r"[가-힣A-Za-z0-9]{1,12}(?:아파트|빌라|오피스텔|맨션|빌딩|타워)[ ]?"
_FLAT = rf"[ ,(]{{0,2}}(?:{_HOUSE})?[0-9A-Z가-힣]{{1,4}}동[ ]?(?:지하[ ]?)?[0-9]{{1,4}}호"
_UNIT = r"[ ,(]{0,2}(?:지하[ ]?)?[0-9]{1,3}층(?:[ ]?[0-9]{1,4}호)?|[ ,(]{0,2}[0-9]{2,4}호"
_CITIES = "서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주"
_REGION = rf"(?:[가-힣]{{1,6}}(?:특별시|광역시|특별자치시|특별자치도|도|시)|{_CITIES})[ ]"
_DISTRICT = r"(?:[가-힣]{1,5}(?:시|군|구)[ ])"
_TOWN = r"[가-힣]{1,5}(?:읍|면)[ ]"
_STREET_NAME = r"[가-힣][가-힣A-Za-z0-9·]{0,11}(?:대로|로|길)(?:[ ]?[0-9]{1,4}(?:번|가|나|다)?길)?"
_VILLAGE = rf"(?:{_TOWN}[가-힣]{{1,5}}[0-9]{{0,2}}리|[가-힣]{{1,5}}[0-9]{{0,2}}동(?:[0-9]가)?|[가-힣]{{1,4}}[0-9]가)"
_ROAD = re.compile(
    rf"(?<![가-힣])(?:{_REGION})?{_DISTRICT}{{0,2}}(?:{_TOWN})?({_STREET_NAME})[ ]?"
    rf"{_NUMBER}(?:번지)?{_ENDS}({_FLAT}|{_UNIT})?"
)
_LOT = re.compile(
    rf"(?<![가-힣])({_REGION})?({_DISTRICT}{{1,2}}){_VILLAGE}[ ](?:산[ ]?)?"
    rf"({_NUMBER})(번지)?{_ENDS}({_FLAT}|{_UNIT})?"
)
_HOME = re.compile(
    r"(?<![0-9A-Za-z가-힣])(?:[가-힣A-Za-z0-9]{2,14}(?:아파트|빌라|오피스텔|맨션)[ ]?)?"
    r"[0-9]{3,4}동[ ]?[0-9]{3,4}호(?![가-힣]*선)"
)
_HOME_IN_WORD = re.compile(r"[0-9]{3,4}동[ ]?[0-9]{3,4}호(?![가-힣]*선)")
_STREET = re.compile(
    r"(?<![0-9A-Za-z$€£.,#-])[0-9]{1,5}[A-Z]?[ ](?:[NSEW]\.?[ ])?"
    r"(?:(?:[A-Z][a-z]+|[0-9]{1,3}(?:st|nd|rd|th))[ ]){1,3}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Parkway|Pkwy|Highway|Hwy)\b\.?"
    r"(?:,?[ ](?:Apt|Apartment|Suite|Ste|Unit|#)\.?[ ]?[0-9A-Z-]{1,6})?"
    r"(?:,?[ ][A-Z][a-z]+(?:[ ][A-Z][a-z]+)?,?[ ]"
    r"(?:[A-Z]{2}(?:[ ][0-9]{5}(?:-[0-9]{4})?)?\b|[A-Z]{1,2}[0-9][0-9A-Z]?[ ]?[0-9][A-Z]{2}\b))?"
)
_LOWER_STREET = re.compile(
    r"(?<!\[)\b(?:address|live|living|deliver|delivered|ship|shipped|sent|house|home)\b[^.\n]{0,30}?"
    r"\b([0-9]{1,5} [a-z]+(?: [a-z]+)? (?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr))\b",
    re.IGNORECASE,
)
_NO_PLACE = ("이메일", "메일", "웹", "사이트", "홈페이지", "인터넷", "링크", "도메인", "IP", "아이피")
_SAID_PLACE = re.compile(
    r"(?:(?<![가-힣A-Za-z])"
    + "".join(f"(?<!{word}[ ])" for word in _NO_PLACE)
    + r"(?:(?:집|배송지?|자택|수령|도로명|제|받는[ ]?분)[ ]?)?주소[ ]?[:=]"
    r"|(?:^|[\n,;/|(]|\b(?:my|home|shipping|delivery|billing|mailing|street))[ ]*(?i:address)[ ]?[:=])"
    r"(?![ ]?(?:https?:|www\.))[ ]?(?=[^\n]{0,60}[0-9])([^\s@][^\n@]{4,80}?)"
    r"(?=$|\n|[.;/|](?:[ ]|$)|[ ,]{1,2}(?:전화|연락처|휴대폰|이메일|메일|phone|tel|email|mobile)\b)",
)
"""After a label everything that has a number in it, to the end of the line or the next label."""
_KOREAN_PLACE = (
    rf"(?<![가-힣])(?:{_CITIES})(?![가-힣]{{3}})|[가-힣](?:대로|로|길)[ ]?[0-9]"
    r"|(?<![0-9])[0-9]{1,4}(?:동|호|층|번지)(?![가-힣]*(?:선|차))"
    r"|아파트|빌라|오피스텔|맨션|빌딩"
    r"|(?<![가-힣])(?!다시|혹시|역시|잠시|즉시|표시|출시|임시|일시|동시|수시|누구|친구|입구|도구|요구|자동|연동|이동|작동|활동|행동)"
    r"[가-힣]{1,5}(?:(?<![력릭속문경장택제입용록])시|군|구|동)(?![가-힣])"
    r"|[가-힣]{1,5}(?:읍|면)[ ][가-힣]{1,5}리(?![가-힣])|(?<![0-9-])[0-9]{1,4}-[0-9]{1,5}(?![0-9번회개초분-])"
)
_PLACE = re.compile(
    rf"{_KOREAN_PLACE}|(?<![0-9A-Za-z])(?:[0-9]{{5}}|[A-Z]{{1,2}}[0-9][0-9A-Z]?[ ]?[0-9][A-Z]{{2}})(?![0-9A-Za-z])"
    r"|(?i:\b(?:street|avenue|ave|road|rd|boulevard|blvd|lane|apartment|apt|p\.?o\.? box)\b|stra(?:ß|ss)e\b)"
    r"|\b(?:St|Ln|Dr|Drive|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Close|Crescent|Cottages?|Gardens?|Grove|Mews|Row|Hill"
    r"|House|Park|Parkway|Pkwy|Highway|Hwy|Flat|Suite|Ste|Unit)\b"
)
"""A word of places or a postcode: "address: 404 error" has a number, too."""
_BOX = re.compile(r"\bP\.?\s?O\.? Box [0-9]{1,6}\b", re.IGNORECASE)
_DIGITAL = ("Google", "One", "Hard", "Flash", "Usb", "Disk", "Test", "Cloud", "Pen", "Food", "App", "Play")
"""Words before "Drive" and "Court" that no street bears."""


def find(text: str) -> Iterator[Found]:
    """Addresses in a view."""
    if "로" in text or "길" in text:
        yield from (Found(*found.span(), "address") for found in _ROAD.finditer(text) if _is_road(found))
    if "동" in text or "리" in text or "가" in text:
        yield from (Found(*found.span(), "address") for found in _LOT.finditer(text) if _is_lot(*found.groups()))
    if "호" in text:
        for pattern in (_HOME, _HOME_IN_WORD):
            yield from (Found(*found.span(), "address") for found in pattern.finditer(text))
    for found in _STREET.finditer(text):
        if not any(word in found[0].split()[1:-1] for word in _DIGITAL):
            yield Found(*found.span(), "address")
    yield from (Found(*found.span(1), "address") for found in _LOWER_STREET.finditer(text))
    yield from (Found(*found.span(1), "address") for found in _SAID_PLACE.finditer(text) if _PLACE.search(found[1]))
    yield from (Found(*found.span(), "address") for found in _BOX.finditer(text))


def _is_road(found: re.Match[str]) -> bool:
    """A road's name and number alone may be "추가로 10"; a district before it or a flat behind it makes an address."""
    before = found[0][: found.start(1) - found.start()]
    return bool(found[2]) or bool(
        re.search(r"(?:시|군|구|읍|면|도|서울|부산|대구|인천|광주|대전|울산|세종)[ ]$", before)
    )


def _is_lot(region: str | None, district: str, number: str, lot: str | None, flat: str | None) -> bool:
    """ "주문시 이동 3" has the form, too."""
    return bool(region or lot or flat or "-" in number) or district.endswith("구 ")
