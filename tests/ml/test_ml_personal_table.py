"""What whoever tries redaction tries first: each line says what goes, and most numbers of a shop stay."""

import re

import pytest

from ml.redaction import redacted

_MARK = re.compile(r"\{([a-z]+):([^{}]*)\}")

GOES = """
My card {card:4111 1111 1111 1111} was charged twice
My card {card:4111-1111-1111-1111}, please refund
My card {card:4111.1111.1111.1111} does not work
card {card:4111111111111111} exp 12/27 cvv {card:123}
card {card:4111 - 1111 - 1111 - 1111} declined
{card:5555 5555 5555 4444} and {card:4242 4242 4242 4242} were both refused
amex {card:378282246310005}, also {card:3782 822463 10005}
{card:6011 1111 1111 1117}
my credit card number is {card:1234 5678 9012 3456}, hotline said it is fine
카드번호 {card:1234-5678-9012-3456} 로 결제했어요
내 카드 {card:4111 1111 1111 1111} 결제 취소해 주세요
카드 {card:4111-1111-1111-1111}로 두 번 결제됐어요
CVC 번호는 {card:987}
Refund to IBAN {account:DE89 3704 0044 0532 0130 00}
Refund to {account:GB82-WEST-1234-5698-7654-32}
my iban is {account:fr1420041010050500013m02606}
SSN {resident:123-45-6789}
my social security number is {resident:123 45 6789}
ssn: {resident:123456789}
주민번호 {resident:900101-1234567}
주민등록번호는 {resident:900101-2345678}입니다
{resident:880101-1234567} 이게 제 번호예요
주민등록번호: {resident:9001011234567}
외국인등록번호 {resident:900101-5234567}
RRN {resident:900101-1234567}
연락처 {phone:010-1234-5678}
전화 주세요 {phone:01012345678}
{phone:010 1234 5678} 로 문자 주세요
{phone:010.1234.5678}
{phone:010/1234/5678}
{phone:010,1234,5678}
{phone:010)1234-5678}
{phone:010_1234_5678}
{phone:010 - 1234 - 5678}
{phone:010ㅡ1234ㅡ5678}
{phone:010*1234*5678}
{phone:+82 10-1234-5678}
{phone:+82-10-1234-5678}
{phone:+821012345678}
{phone:+82 (0)10-1234-5678}
{phone:82-10-1234-5678}로 연락 주세요
{phone:0082 10 1234 5678}
{phone:00821012345678}
{phone:공일공 일이삼사 오육칠팔}
{phone:010-일이삼사-오육칠팔}
{phone:02-123-4567} 여기는 집 전화예요
{phone:02)1234-5678}
{phone:031 123 4567}
{phone:070-1234-5678}
{phone:0507-1234-5678}
전화번호 {phone:0212345678}
call me at {phone:(555) 123-4567}
{phone:555-123-4567} is my number
{phone:555.123.4567}
{phone:1-555-123-4567} after six
my number is {phone:5551234567}
my phone number is {phone:5551234567}.
phone: {phone:+1 (415) 555-2671}
call me on {phone:555-1234}
text me at {phone:555 123 4567}
{phone:+44 7700 900123}
whatsapp {phone:+91 98765 43210}
write to {email:john.doe@example.com}
{email:JOHN.DOE+shop@EXAMPLE.CO.UK}
{email:john.doe (at) gmail.com}
{email:john(dot)doe(at)gmail(dot)com}
{email:john dot doe at gmail dot com} please
메일은 {email:hong@naver.com}이에요
이메일 {email:홍길동@naver.com}
{email:hong골뱅이네이버.컴}으로 보내 주세요
주소는 {address:서울시 강남구 테헤란로 123, 101동 502호}입니다
{address:서울특별시 강남구 역삼동 123-45}
{address:부산 해운대구 센텀중앙로 97 A동 1203호}
배송지 주소: {address:서울 강남구 역삼동 래미안 101동 1001호}
집 주소: {address:부산 해운대구 우동 센텀로 5}
{address:래미안아파트 101동 1203호}에 두고 가셨어요
{address:123 Main Street, Springfield, IL 62704}
I live at {address:123 main st} and nothing came
{address:10 Downing Street, London SW1A 2AA}
my address: {address:5 Rose Cottages, Mill Hill, York}
국민은행 {account:123456-01-234567}
신한은행 {account:110-123-456789} 홍길동
카카오뱅크 {account:3333-01-1234567}로 환불해 주세요
농협 {account:352-1234-5678-93}
우리은행 홍길동 {account:1002-123-456789}
계좌번호는 {account:110 234 567890}이에요
환불 계좌 {account:12345678901234}
iM뱅크 {account:508-10-123456-7}
account number: {account:000123456789}
Kookmin Bank {account:123456-01-234567}
sort code {account:12-34-56}, account {account:12345678}
이름: {name:홍길동} / 전화: {phone:010-1234-5678} / 이메일: {email:hong@company.co.kr}
이름: {name:김철수}
제 이름은 {name:홍길동}입니다
성함: {name:남궁민수}
예금주: {name:이영희}
국민 {account:123456-78-901234} 예금주 {name:홍길동}
받는 분: {name:박민수} 님
Name: {name:John Smith}, Phone: {phone:+1 415 555 2671}, E-mail: {email:js@example.com}
My name is {name:Jane Doe} and I want a refund
Recipient: {name:Mr. Tom Lee}
여권번호 {passport:M12345678}
passport number {passport:X1234567}
운전면허 {licence:11-22-334455-66}
비밀번호는 {key:qwer1234!}
https://shop.example.com/orders/{key:a81bc81b-dead-4e5d-abff-90865d1e13b1}
https://app.example.com/r/{key:x8Kd92LmQp04Zt7B}
name: {name:Anna B Miller}
my phone {phone:010-1234-5678} works
#{phone:010-1234-5678}
번호 {resident:900101-1234567} 로 가입했어요
결제 문의드려요 {resident:900101-1234567}
call my cell {phone:415-555-0132}
my mobile {phone:07700 900123}
phone {phone:(555) 123-4567} please
휴대폰 {phone:010-1234-5678}로 주세요
핸드폰은 {phone:01012345678}입니다
휴대폰번호 {phone:5551234567}
연락처 {phone:5551234567} 원래 번호
홍길동/{phone:010-1234-5678}
남/35/{phone:010-1234-5678}
502 {phone:010-1234-5678}
연락처.{phone:010-1234-5678}
국민 {account:12345678901234} 로 보내 주세요
하나 홍길동 {account:123-456789-01207}
우리은행 홍길동 {account:1002123456789}
입금 {account:110 234 567890}
{resident:900101-1234567} 본인입니다
주민번호 뒤까지 {resident:140101-3234568}
my iban is ({account:fr1420041010050500013m02606})
{resident:900101-1234567} 말고 240115-1234567
주소: {address:서울 강남구 역삼동 1-2 (010-1234-5678) 부재 시 101호 김씨 댁}
제 이름은 {name:홍길동}.
성함은 {name:홍길동}, 연락처는 없어요
이름은 {name:홍길동}이에요
My name's {name:Jane Doe}
주소: {address:강남구 테헤란로 123}
주소: {address:역삼 래미안 101-1203}
배송지: 주소: {address:수원시 3단지 푸른마을}
address: {address:22 Oak Close, Leeds LS1 4AB}
"""

STAYS = """
order 4111 1111 1111 1112 has not come
주문번호 2024-0815-1234567
주문번호 230815-1234567 확인해 주세요
주문번호 20240815-0012345
Order #112-3344556-7788990 is missing
order number 900101-1234567
my order number is 123456789
운송장 번호 123456789012
tracking number 1Z999AA10123456784
invoice 2024-001-1234
1,234,567원이나 냈어요
총 12,345,678원
$1,299.00 for this?
It costs 49.99 USD, not 39.99
2024-01-15 14:30에 주문했어요
2024.01.15부터 2024.12.31까지
on 01/15/2024 at 10:30
from 2020 to 2024
버전 3.14.159 업데이트
Version 5.2.1.1034 keeps crashing
iOS 17.4.1, build 20240415
갤럭시 SM-G998N 에서 꺼져요
WF-1000XM4 and RTX 4090 are fine
LG 27GP850-B monitor
ISBN 978-3-16-148410-0
바코드 8801234567893
고객센터 1588-1234 연결이 안 돼요
1544 1234로 전화했어요
call 1-800-433-7300, nobody answers
080-123-4567 무료 전화
I called 3 times in 10 days
phone 12 pro max 256 is slow
카드 4장 중 1장만 돼요
신용카드 할부 12개월
gift card 50000 won
card ending in 1234
계좌 3개를 연결했어요
은행 앱 2개보다 나아요
기업 2023년 3월 5일
환불 10000원
비밀번호 8자리 이상
the name is confusing
username: JohnSmith
file name: Report
상품 이름: 김치만두
앱 이름은 좋아요
제 이름은 왜 안 나와요
name: too long for the field
이름을 바꾸고 싶어요
담당자: 친절했어요
IP address: 192.168.0.1
주소: https://example.com/p/10
주소를 3번 바꿨어요
이메일 주소: 왜 2번 입력하나요
강남역 11번 출구
제2주차장 3층
101 ways to improve
look at dot com prices
meet me at the dot
별점 5/5, 10점 만점에 9점
10.000.000 VND
https://forum.example.com/forums/110705-app-platform/suggestions/2321588-bug-in-wp7-reminder
받는 사람은 남보다 많아요
이름은 이름일뿐
예금주 이름이 달라요
예금주 변경이 안 돼요
우리 가게 2024-01-15
부산 지점 2024-01-15
제주 여행 2024-01-15
카카오뱅크 앱이 2024-01-15부터
우리 주문번호 1234567890123
하나 주문 20240115001
우리 송장번호 123-4567-890123
2024-01-15 우리 가게
my account 2024-01-15 was closed
Power Bank 20240115
입금 2024 01 15 10시
휴대폰이 1500000원
휴대폰: 1500000원
핸드폰 2023-05-12에 샀는데
휴대폰 2024.01.15
phone 2024-01-15 update
on my phone 120.0.6099 crashes
mobile 8.2.1.100234 version
연락처 2024-01-15 변경
상품코드 2024-01012345678
송장 6890-0101-2345-678
0.01012345678
구매번호 240115-1234567
거래번호 240115-1234567
배송번호 240115-3234567
결제 승인번호 240115-3234567
240115-1234567
이름은 변경, 주소는 그대로
이름은 이상, 나머지는 정상
이름은 고정.
예금주 변경, 계좌는 그대로
강아지 이름은 마루예요
my name is Not shown
Full name Required field
customer name Field blank
customer name: Required
주소: 3번 눌러도 안됨
배송지 주소= 3초만에 사라짐
address: 404 error shown here
주소: 2번 입력시 자동으로 사라져요
"""


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line]


@pytest.mark.parametrize("line", _lines(GOES))
def test_personal_data_goes(line: str) -> None:
    given = _MARK.sub(lambda mark: mark[2], line)
    once = redacted(given).text
    assert once == _MARK.sub(lambda mark: f"[{mark[1].upper()}]", line)
    assert redacted(once).text == once


@pytest.mark.parametrize("line", _lines(STAYS))
def test_numbers_that_are_nobodys_stay(line: str) -> None:
    assert redacted(line).text == line
