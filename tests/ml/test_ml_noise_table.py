"""Advertising, insults, strong language and none of these: what whoever tries it tries first."""

import pytest

from ml.noise import is_coarse, noise_of
from ml.redaction import redacted

SPAM = """
★★급전 대출 상담★★ 010-1234-5678
★급전★대출★ 010-1234-5678
급전 필요하신 분 연락 주세요 010-1234-5678
◆◇무직자 당일대출◇◆ 카톡 문의
소액결제 현금화 24시 010-2222-3333
신용카드 깡 상담 환영
작업대출 가능 텔레그램 문의
개인돈 빌려드립니다 010-9999-8888
【바카라】 신규가입 이벤트 www.casino-example.com
토토사이트 추천 가입코드 abc123 첫충 30%
♥출장마사지♥ 24시 예약 010-1234-1234
하루 30만원 보장 재택알바 카톡 문의
제 유튜브 채널 구독 부탁드려요
추천인 코드 AB12CD 입력하면 5천원!
☎ 대출나라 급전상담 010-1111-2222
비아그라 정품 카톡 상담
$$$ Earn $5000 per week!!! click http://easy-money.example.com
*** CHEAP VIAGRA *** order at www.pills-example.com
Instant loans, no credit check, apply now!!!
Use my referral code XK29PL for free money
Follow me on instagram @best_deals_99
Contact him on telegram @janefx to recover your bitcoin
"""
ABUSE = """
시발 앱 개같네
씨발 개같은 앱
ㅅㅂ 진짜
병신들아
개새끼들
좆같네
니들 다 뒤져라
fuck you
you are all idiots
piece of shit
"""
COARSE = """
시발 로그인이 안 되잖아
씨발 환불 언제 해줘요
와시발 또 튕기네 결제하다가
ㅅㅂ 배송이 왜 이렇게 느려
존나 느려요 앱이
개같은 배송 일주일째 안 옴
병신같이 만들어서 결제가 안 됨
지랄맞은 인증 때문에 가입 포기
개쓰레기 업데이트, 예전 화면으로 돌려주세요
존나 좋아요 배송 빠르고
this fucking app deleted my photos
what the fuck happened to dark mode
your support is shit, nobody answers for two weeks
wtf I was charged twice
I want my damn refund, you bastards charged me twice
"""
PLAIN = """
3시 발송이라더니 아직 안 왔어요
오류가 10시 발생했어요
다시 발급받고 싶어요
역시 발 빠른 대응 좋아요
김 씨 발표 자료가 안 열려요
글씨 바꿀 수 있나요
글씨발이 안 예뻐요
날씨발표가 틀려요
시발점이 된 건 지난 업데이트예요
병 신고 버튼이 없어요
질병신고가 안 돼요
새끼손가락에 맞는 반지
새끼 고양이 사진이 안 올라가요
무지개같은 색 좋아요
베개같은 쿠션이에요
3개짜리 세트가 없어요
두개짜리도 팔아 주세요
애비뉴엘 점포 정보가 틀려요
육시간째 기다려요
등신대 포스터가 찢어져 왔어요
호로록 마시기 좋아요
음식이 썩을 정도로 늦게 왔어요
대출 상담 연결이 안 돼요
소액대출 상담이 너무 느려요
급전이 필요해서 신청했는데 거절됐어요
당일 대출 승인이라더니 사흘 걸렸어요
신용카드 현금서비스 한도가 안 보여요
카톡 상담이 너무 느려요
휴대폰 소액결제 한도를 바꾸고 싶어요
★★★★★ 정말 좋아요
★ 별점 하나도 아까워요
♥♥ 최고예요 ♥♥
광고 문자가 계속 와요, 카지노 광고 좀 막아 주세요
My scrapbook is gone
Can I shift the delivery to Monday?
The assistant is slow
Please class this as a bug
Loan application page crashes
My referral code does not work
I was charged $50 per month without notice
*** please fix this *** the app crashes on start
전염병 때문에 매장이 닫혔어요
죽어라 눌러도 결제가 안 돼요
갸 ㅇ ㅈ ㅗㅇ ㅏ 여
I subscribe to my YouTube subscriptions here and like it
You must follow me in order for me to send you a message
I had to edit the file in order to replicate the problem
"""


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line]


def _told(text: str) -> tuple[str | None, bool]:
    """As the service has it: redacted before anything else."""
    shown = redacted(text).text
    return noise_of(shown), is_coarse(shown)


@pytest.mark.parametrize("text", _lines(SPAM))
def test_advertising_is_told(text: str) -> None:
    assert _told(text)[0] == "spam"


@pytest.mark.parametrize("text", _lines(ABUSE))
def test_insults_are_told(text: str) -> None:
    assert _told(text) == ("abuse", True)


@pytest.mark.parametrize("text", _lines(COARSE))
def test_who_swears_and_says_something_is_heard(text: str) -> None:
    assert _told(text) == (None, True)


@pytest.mark.parametrize("text", _lines(PLAIN))
def test_plain_words_are_neither(text: str) -> None:
    assert _told(text) == (None, False)
