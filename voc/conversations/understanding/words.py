"""The words that the readers of this package know, by what they mean; all in folded form without spaces."""


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


OPT_OUT_PLAIN = words(
    """
    stop stopall stopp unsubscribe unsub optout arret arreter desabonner desinscrire
    수신거부 수신거절 수신차단 수신중단 수신철회 수신동의철회 수신해지 무료수신거부 무료거부 문자거부 메시지거부
    메세지거부 광고거부 알림거부 동의철회
    """
)
"""Opt-out words that mean nothing else."""
OPT_OUT = OPT_OUT_PLAIN | words("cancel end quit revoke 거부 거절 그만 스톱 스탑")
"""Words that are an opt-out when they are all that somebody says."""
COURTESY = words(
    """
    please pls plz now thanks thank you u thx ty me us all everything it this that these texts messages immediately
    right away ok okay hi hello sorry sir madam
    """
)
"""What may stand beside an opt-out word."""
HELP = words("help info information aide helpme 도움말 도움 안내 헬프 도와주세요 도와줘요 도와줘")
START = words(
    """
    start unstop subscribe resubscribe 수신동의 수신동의합니다 수신동의해요 수신동의할게요 수신허용 수신재개
    수신거부해제 수신거부철회 수신거부취소 다시받기 다시받을게요 다시받을래요 다시보내주세요 시작
    """
)
SKIP = words(
    """
    skip pass next skipit skipthis 건너뛰기 건너뛸게요 건너뛸래요 건너뛰어주세요 건너뜀 넘어가기 넘어갈게요 넘어갈래요
    넘어가주세요 다음 다음질문 패스 패스할게요 패스요 스킵 스킵할게요 스킵요 생략 생략할게요
    """
)
BACK = words("back goback previous undo 이전 이전질문 이전으로 뒤로 뒤로가기 되돌리기")
NOTHING = words(
    """
    no none nothing nope na nothingelse notreally nocomment nocomments nothanks nothankyou
    없음 없어요 없습니다 없어 없네요 없어용 없슴 딱히없어요 딱히없음 특별히없어요 특별히없음 별로없어요 아니요 아니오
    아뇨 무
    """
)
"""Answers to an open question that say nothing."""
THANKS = words(
    """
    thanks thank thx ty thankyou thanksalot ok okay k great cool nice welcome yourewelcome you so much a lot too no
    problem cheers 네 넵 넹 예 응 ㅇㅇ ㅇㅋ 감사합니다 감사해요 감사 고마워요 고맙습니다 고마워 네네 네감사합니다
    넵감사합니다 수고하세요 수고하셨습니다 좋은하루되세요 알겠습니다 확인했습니다 오케이
    """
)
"""What people say when there is nothing left to say."""
FILLERS = words(
    """
    thanks thank thankyou thx ty please pls ok okay sure forme iguess ithink orso lol haha
    감사합니다 감사해요 고마워요 고맙습니다 수고하세요 수고하셨습니다 진짜 정말 제점수는요 제점수는 저는 음
    """
)
"""Words beside an answer that say nothing more."""
YES = words(
    """
    y yes yeah yep yup ya yess ok okay sure agree agreed iagree ido ofcourse absolutely definitely true yesplease
    네 넵 넹 넴 예 응 어 엉 웅 ㅇㅇ ㅇ ㅇㅋ 네네 네네네 그래요 그래 그럼요 좋아요 좋습니다 맞아요 맞습니다 물론이죠
    물론입니다 물론 당연하죠 당연히 동의 동의합니다 동의해요 동의함 동의할게요 네동의합니다 네동의해요 찬성 해주세요
    네해주세요 부탁드려요 부탁드립니다 전화주세요 네전화주세요 연락주세요 네연락주세요
    """
)
NO = words(
    """
    n no nope nah nay never disagree idisagree idonotagree idontagree nothanks nothankyou notnow false
    아니요 아니오 아뇨 아니 아뇨아뇨 아니에요 ㄴㄴ ㄴ 노 싫어요 싫습니다 싫어 안해요 안할래요 안합니다 괜찮아요
    괜찮습니다 동의안함 동의안해요 동의안합니다 동의하지않습니다 동의하지않아요 동의하지않음 비동의 미동의 필요없어요
    필요없습니다 아니요괜찮아요
    """
)
ALL = words("all allofthem everything allofthese both 모두 전부 다 전부다 모두다 둘다 모두요 전부요")
"""Every choice of a list."""
