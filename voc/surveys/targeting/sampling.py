"""Sampling that sticks: a person is in or out of a survey's sample for good, whatever triggers how often."""

import re

_LONE = re.compile("[\ud800-\udfff]")


def bucket(survey: str, person: str) -> float:
    """Where a person falls in this survey's order of all persons; 0 ≤ bucket < 1, independent between surveys.

    Half a surrogate pair counts as U+FFFD, as browsers write it.

    Source:
        FNV-1a 32 over the UTF-8 of "survey, line feed, person" (Fowler, Noll, Vo), then the finalizer of
        MurmurHash3 (Appleby), without which the last characters barely reach the high bits.
    """
    hashed = 0x811C9DC5
    for byte in _LONE.sub("\ufffd", f"{survey}\n{person}").encode():
        hashed = (hashed ^ byte) * 0x01000193 & 0xFFFFFFFF
    hashed = (hashed ^ hashed >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    hashed = (hashed ^ hashed >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (hashed ^ hashed >> 16) / 2**32


def sampled(survey: str, person: str, share: float) -> bool:
    """Whether the person is in a sample of this share (0–1); raising the share keeps everybody who was in."""
    return bucket(survey, person) < share
