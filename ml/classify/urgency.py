"""How soon somebody should look: 0 (any time) to 1 (now).

There is no public data labelled with urgency in either language, so the first version is a
published rule, not a model that pretends: cues of harm raise it, and how bad the writer feels
scales it. The weights are judgement; a later version learns from how cases were really handled.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

CUES: tuple[tuple[float, re.Pattern[str]], ...] = (
    # harm to a person, fire, law
    (
        0.9,
        re.compile(
            r"\b(emergency|injur\w+|hurt|fire|smoke|burn\w*|dangerous|unsafe|lawsuit|lawyer|police"
            r"|allergic|hospital)\b|응급|부상|다쳤|화재|위험|고소|경찰|소송|신고하겠|소비자원|식중독|병원",
            re.I,
        ),
    ),
    # somebody else has the account or the data
    (
        0.85,
        re.compile(
            r"\b(hack\w*|stolen|fraud\w*|scam\w*|phishing|data (leak|breach)|identity theft"
            r"|someone (else )?(is using|logged|has access))\b|해킹|도용|사기|유출|보이스피싱|피싱|털렸",
            re.I,
        ),
    ),
    # money is gone
    (
        0.7,
        re.compile(
            r"\b(refund\w*|charged (me )?(twice|double|again)|double[- ]charged|overcharged"
            r"|money back|unauthori[sz]ed|took my money|lost (my )?money|chargeback)\b"
            r"|환불|이중\s?결제|중복\s?결제|무단\s?결제|돈\s?(만|을)?\s?(빠져|나갔|날)|과금|안\s?들어왔",
            re.I,
        ),
    ),
    # the product cannot be used at all
    (
        0.6,
        re.compile(
            r"\b(can ?not|can't|cant|unable to|won't let me|doesn't let me) (log ?in|sign ?in|pay"
            r"|access|open|use|order|check ?out)|\b(locked out|crash\w*|completely down|outage"
            r"|not working at all|all my data|lost (all|everything))\b"
            r"|로그인(이|도)?\s?안|접속(이|도)?\s?안|결제(가|도)?\s?안|실행(이|도)?\s?안|먹통|튕[기겨깁]"
            r"|강제\s?종료|다\s?날아|삭제됐|사라졌|안\s?열려",
            re.I,
        ),
    ),
    # a deadline, or the word itself
    (
        0.6,
        re.compile(
            r"\b(urgent\w*|asap|immediately|right now|right away|today|tonight|tomorrow|deadline"
            r"|still waiting)\b|급해|급합|긴급|시급|당장|빨리|오늘|내일까지|마감|아직도\s?(안|못)",
            re.I,
        ),
    ),
    # about to leave
    (
        0.5,
        re.compile(
            r"\b(cancel\w*|uninstall\w*|switch(ing|ed)? to|leaving|last time|never again"
            r"|delet(e|ed|ing) (my )?account)\b|탈퇴|해지|삭제합|지웁니다|갈아|옮길|다신|다시는",
            re.I,
        ),
    ),
)
_KIND = {"complaint": 0.25, "question": 0.15, "idea": 0.05, "praise": 0.0, "other": 0.05}


def urgency(texts: Sequence[str], kinds: Sequence[str], sentiment: np.ndarray) -> np.ndarray:
    """(n_texts,) float32 between 0 and 1.

    One minus the product of what each signal leaves over (noisy-or): the kind's base, and each
    cue's weight, damped to a third when the writer is happy.

    Args:
        texts: as `ml.text.readable` leaves them.
        kinds: one of the five kinds per text.
        sentiment: (n_texts,) from -1 to 1.
    """
    calm = np.ones(len(texts), dtype=np.float32)
    for i, (text, kind) in enumerate(zip(texts, kinds, strict=True)):
        calm[i] = 1.0 - _KIND.get(kind, 0.05)
        damped = 1.0 if sentiment[i] < 0.25 and kind != "praise" else 1.0 / 3.0
        for weight, cue in CUES:
            if cue.search(text):
                calm[i] *= 1.0 - weight * damped
    unhappy = np.clip(-np.asarray(sentiment, dtype=np.float32), 0.0, 1.0)
    return (1.0 - calm * (1.0 - 0.2 * unhappy)).astype(np.float32)
