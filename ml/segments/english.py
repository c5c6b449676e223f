"""Where an English text may be cut, and which pieces have a subject of their own.

Any other language that parts words by spaces is cut at the ends of its sentences by the same rules.
"""

from __future__ import annotations

import re

from ml.segments.cuts import Bond, Cut
from ml.segments.joining import Form, Naming

_STOP = re.compile(r"[.!?。！？…~;]+[\"')\]]*(?=\s)|[\r\n]+|\s[-–—](?=\s)|(?::\)|:\(|:D|;\)|[\U0001F300-\U0001FAFF\u2600-\u27BF]+)(?=\s)")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|no|ver|approx)|\b[A-Za-z]|(?:^|\s)\d{1,2})\.$", re.I)

_CONTRAST = re.compile(
    r"[,;]?\s+(?=(?:but|however|although|though|whereas|yet|except|unfortunately|sadly|nevertheless|that said|on the other hand"
    r"|shame|pity|only problem|the only problem)\b(?!\s*[,.!?]?\s*$))",
    re.I,
)
_ONLY = re.compile(r",\s+(?=(?:only|just|while|wish)\b)", re.I)
_JOINT = re.compile(r"[,;]?\s+(?=(?:and(?! a half| over\b| so on| more\b| again| then| now)|plus|also)\b)|,\s+", re.I)
_FRONTED = re.compile(r"^\W*(?:although|though|while|even though|whilst|despite)\b", re.I)
_NOT_YET = re.compile(r"\b(?:not|n't|nothing|nobody|never|no|all|anything)$", re.I)
_NOTHING_BUT = re.compile(r"\b(?:nothing|anything|all|everything|can't help)$", re.I)

_CONNECTIVE = re.compile(
    r"^(?:but|however|although|though|even though|while|whereas|yet|and|also|plus|still|except|unfortunately|sadly|then)\b[,\s]*", re.I
)
_PRONOUN = re.compile(
    r"^(?:it|its|it's|they|they're|this|that|that's|he|she|i|i'm|i've|i'd|we|we're|you|you're|now|then|nobody|still|so|if|when|to|no one|what)\b",
    re.I,
)
_LEADS_IN = re.compile(
    r"^(?:it|its|it's|they|they're|this|that|that's|he|she|there|i(?!'?d? (?:really )?(?:love|like|enjoy|appreciate|hate))|i'm|i've|we|you|nobody|no one|asked|when|if|after|since|because|once|as|now|so)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|does|do|did|will|would|can|could|should|may|might|must|cannot|wish|love|hate|like|add|let"
    r"|keeps?|gets?|got|makes?|made|takes?|took|needs?|works?|feels?|felt|looks?|looked|seems?|goes|went|comes?|came|says?|said|lasts?|fails?|costs?"
    r"|runs?|ran|eats?|ate|drains?|shows?|sends?|sent|loads?|breaks?|broke|closes?|opens?|stops?|starts?|forgot|arrives?|helps?|sounds?|shrank|fits?"
    r"|\w+n't|\w+'s|\w+'re|\w+'ve|\w+'ll|\w{3,}ed|\w{2,}(?:sh|ch|ss|z)es)\b",
    re.I,
)
_VERB_FIRST = re.compile(
    r"^(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|should|am|be|been|being|to|keeps?|gets?|got|makes?|made|takes?|took|goes|went"
    r"|comes?|came|says?|said|opened|got|drove|exported?|prints?|have|\w{3,}ing|\w{3,}ed)\b",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_HOLLOW = frozenset(
    """a an the and or but so very really just too much more most quite pretty super absolutely totally all ever also still always never again
    it its this that these those they them he she i i'm i've i'd me my we our us you your is are was were am be been have has had do does did don't
    not no yes to of for in on at with as by from up out what which who
    good great best better nice love loved like awesome amazing excellent perfect fantastic wonderful cool fine okay ok happy satisfied glad
    bad worst worse terrible awful horrible poor useless garbage trash rubbish crap hate hated annoying annoyed disappointed disappointing ridiculous
    thanks thank grateful recommend recommended highly please fix asap soon quickly sort days ages now will would could should can
    works work working use using used day time thing things way lot everyone anyone guys team one think guess try fast keep
    """.split()
)


def cuts(text: str) -> list[Cut]:
    """Every place where a sentence or a clause may end."""
    found = [Cut(match.end(), Bond.stop) for match in _STOP.finditer(text) if not _short(text, match)]
    found += [Cut(match.end(), Bond.contrast) for match in _CONTRAST.finditer(text) if _parts(text, match)]
    found += [Cut(match.end(), Bond.contrast) for match in _ONLY.finditer(text)]
    starts = [0, *(cut.place for cut in found)]
    for match in _JOINT.finditer(text):
        sentence = text[max(start for start in starts if start <= match.start()) : match.start()]
        fronted = "," in match.group() and bool(_FRONTED.match(sentence)) and "," not in sentence
        found.append(Cut(match.end(), Bond.contrast if fronted else Bond.joint))
    return found


def _short(text: str, match: re.Match[str]) -> bool:
    return bool(_ABBREVIATION.search(text[max(0, match.start() - 12) : match.end()]))


def _parts(text: str, match: re.Match[str]) -> bool:
    """Not in "nothing but" nor in "not yet"."""
    before = text[max(0, match.start() - 12) : match.start()]
    if re.match(r"yet\b", text[match.end() :], re.I):
        return not _NOT_YET.search(before)
    return not _NOTHING_BUT.search(before)


def form(piece: str) -> Form:
    """Whether what follows an "and" or a comma could stand alone."""
    rest = piece[connective(piece) :]
    if _PRONOUN.match(rest) or _VERB_FIRST.match(rest):
        return Form.rest
    return Form.clause if _VERB.search(rest) else Form.fragment


def naming(piece: str) -> Naming:
    """How a piece says what it speaks of."""
    rest = piece[connective(piece) :]
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(rest)]
    if not any(word not in _HOLLOW for word in words):
        return Naming.nothing
    return Naming.mention if _LEADS_IN.match(rest) else Naming.subject


def connective(piece: str) -> int:
    """Length of the connective, with its space, that a piece begins with."""
    found = _CONNECTIVE.match(piece)
    return found.end() if found else 0


def completed(piece: str) -> str:
    """A piece as a sentence of its own, as the heads know them."""
    return piece[connective(piece) :].rstrip(" ,;-–—")
