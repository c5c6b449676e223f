"""Cuts by a morphological analyser, to compare our rules with."""

from __future__ import annotations

from itertools import pairwise

from ml.segments.cuts import Bond, Cut
from ml.segments.words import words

_ENDINGS = {
    **dict.fromkeys(("지만", "으나", "나", "다만"), Bond.contrast),
    **dict.fromkeys(("는데", "은데", "ᆫ데", "던데"), Bond.lean),
    **dict.fromkeys(("고", "며", "으며", "구"), Bond.joint),
}
_TURNS, _ADDS = words("korean.turns"), words("korean.adds")


def load():
    """A loaded `kiwipiepy.Kiwi`."""
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1, load_default_dict=False, load_multi_dict=False)


def cuts(kiwi, text: str) -> list[Cut]:
    """Every place where an ending of a sentence or of a clause stands before a space."""
    found = [Cut(sentence.start, Bond.stop) for sentence in kiwi.split_into_sents(text) if sentence.start]
    for token, after in pairwise(kiwi.tokenize(text)):
        end = token.start + token.len
        if after.start > end or after.tag == "SP":
            bond = _bond(token)
            if bond is not None:
                found.append(Cut(end, bond))
        if after.form in _TURNS | _ADDS and after.tag.startswith("MA") and token.tag not in ("MAJ", "SP"):
            found.append(Cut(end, Bond.contrast if after.form in _TURNS else Bond.joint))
    return found


def _bond(token) -> Bond | None:
    if token.tag in ("EF", "ETN"):
        return Bond.stop if token.tag == "EF" else None
    if token.tag == "SP":
        return Bond.joint if token.form == "," else None
    return _ENDINGS.get(token.form) if token.tag == "EC" else None
