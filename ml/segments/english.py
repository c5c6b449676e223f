"""Where an English text may be cut, and which pieces have a subject of their own.

Any other language that parts words by spaces is cut at the ends of its sentences by the same rules.
"""

from __future__ import annotations

import re

from ml.segments.cuts import Bond, Cut
from ml.segments.joining import Form, Naming
from ml.segments.words import one_of, words

_PICTURES = "\U0001f300-\U0001faff\u2600-\u27bf"
_STOP = re.compile(
    rf"(?<![.!?。！？…~;])[.!?。！？…~;]+[\"')\]]*(?=\s)|[\r\n]+|\s[-–—](?=\s)"
    rf"|(?::\)|:\(|:D|;\)|(?<![{_PICTURES}])[{_PICTURES}]+)(?=\s)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|mr|mrs|ms|dr|st|no|ver|approx)|\b[A-Za-z]|(?:^|\s)\d{1,2})\.$", re.I
)

_SPACE = r"(?<![\s,;])[,;]?\s+"
_CONTRAST = re.compile(
    _SPACE
    + r"(?=(?:but|however|although|even though|(?<!even )though|whereas|yet|except|unfortunately|sadly|nevertheless"
    r"|that said|on the other hand|shame|pity|only problem|the only problem)\b(?!\s{0,3}[,.!?]?\s{0,3}$))",
    re.I,
)
_ONLY = re.compile(r",\s+(?=(?:only|just|while|wish)\b)", re.I)
_JOINT = re.compile(
    _SPACE + r"(?=(?:and(?! a half| over\b| so on| more\b| again| then| now)|(?-i:plus)|also)\b)|,\s+", re.I
)
_FRONTED = re.compile(r"^\W*(?:although|though|while|even though|whilst|despite)\b", re.I)
_NOT_YET = re.compile(r"\b(?:not|n't|nothing|nobody|never|no|all|anything)$", re.I)
_NOTHING_BUT = re.compile(r"\b(?:nothing|anything|all|everything|can't help|not (?:only|just)(?: \w+){0,2})$", re.I)

_CONNECTIVE = re.compile(rf"^(?:even though|{one_of('english.connectives')})\b[,\s]*", re.I)
_LEANS = re.compile(rf"^(?:no one|{one_of('english.leaning')})\b", re.I)
"""How a piece begins that has no subject of its own."""
_LEADS_IN = re.compile(
    rf"^(?:no one|{one_of('english.leading_in')}|i(?!'?d? (?:really )?(?:love|like|enjoy|appreciate|hate)))\b", re.I
)
"""How a piece begins that mostly tells what happened before: "I exchanged it" but not "I love it"."""
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
_HOLLOW = words("english.hollow")
"""Say how the writer feels, but not about what."""


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
    before = text[max(0, match.start() - 24) : match.start()]
    if re.match(r"yet\b", text[match.end() :], re.I):
        return not _NOT_YET.search(before)
    return not _NOTHING_BUT.search(before)


def form(piece: str) -> Form:
    """Whether what follows an "and" or a comma could stand alone."""
    rest = piece[connective(piece) :]
    if _LEANS.match(rest) or _VERB_FIRST.match(rest):
        return Form.rest
    if _VERB.search(rest):
        return Form.clause
    return Form.fragment if len(_WORD.findall(rest)) > 1 else Form.rest


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
