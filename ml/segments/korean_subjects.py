"""What a Korean piece speaks of, by the particles of its words."""

from __future__ import annotations

import re

from ml.segments.joining import Naming
from ml.segments.korean import MARKS, WORD, begins_with_connective

_TOPIC = re.compile(r"^.+(?:은|는)$")
_SUBJECT = re.compile(r"^.+(?:[^많같높깊]이|가|도|만|께서)$")
_OBJECT = re.compile(r"^.+(?:을|를)$")
_NO_TOPIC = re.compile(
    r"(?:하는|좋은|있는|같은|되는|다는|라는|주는|많은|없는|르는|리는|시는|가는|않은|쓰는|않는|보는|오는|먹[은는]|받[은는]|드는|튀는|찮은|치는|려는|했는"
    r"|나은|넘는|놓은|히는|작은|꾸는|내는|키는|맞는|뜨는|밌는|싶은|읽은|높은|찾[은는]|적은|낮은|잖은|나오는|에는|에서는|적으로는)$"
    r"|^(?:지금|이제|다시|요즘|앞으로|원래|아직|이번에|예전에|전에|처음에|때로|가끔|평소에|일단|결국에)[은는]$"
)
_PRONOUN = re.compile(
    r"^(?:저|제|나|내|너|난|전|저희|우리|이거|그거|이게|그게|이건|그건|이것|그것|거|것|게|수|걸|더|잘|못|안|왜|뭐|꼭|좀|또|다|뭔|늘|딱|참|막|한|두|세)(?:은|는|이|가|도|만|을|를)?$"
)
_ADVERB = re.compile(
    r"^(?:너무|너무너무|정말|정말로|진짜|아주|매우|완전|훨씬|빨리|얼른|제발|다시|그냥|항상|자꾸|자꾸만|계속|맨날|매번|바로|벌써|아직|아직도|이제|역시|일단|솔직히|특히|막상|예전"
    r"|아무것도|아무도|아무래도|조금도|하나도|무엇보다도|그래도|그나마|생각보다|전반적으로|덕분에|매일|가끔|자주|별로|혹시|혹시나|참고로|거의|모두|전부|많이|굉장히|엄청|상당히|나름"
    r"|오늘|어제|지금|요즘|언제|어디|어디서|어디에|어떻게|언제쯤|이렇게|그렇게|이런|그런|저런|어떤|무슨|모든|여러|다른|같이|새로운|친구|처음)$"
)
_NO_NOUN = re.compile(
    r"(?:[고서며면니데만게지다요죠네음함됨림름히야자]|에|에서|에게|한테|으로|로|와|과|보다|처럼|까지|부터|마다|던|려|어|아|해)$|^\d+\S?$"
)


def naming(piece: str) -> Naming:
    """How a piece says what it speaks of; the loudest of its words decides."""
    words = [bare for word in WORD.findall(piece) if (bare := MARKS.sub("", word)) and not begins_with_connective(word)]
    found = [_of(word, last=place == len(words) - 1) for place, word in enumerate(words)]
    return max(found, default=Naming.nothing)


def _of(word: str, *, last: bool) -> Naming:
    if last or _PRONOUN.match(word) or _ADVERB.match(word):
        return Naming.nothing
    if _TOPIC.match(word):
        return Naming.nothing if _NO_TOPIC.search(word) else Naming.topic
    if _SUBJECT.match(word):
        return Naming.subject
    if _OBJECT.match(word):
        return Naming.mention
    return Naming.nothing if _NO_NOUN.search(word) else Naming.mention
