"""Tails of the normal and of Student's distribution, without numpy, which the web process does not load; pure."""

import math

_STEPS = 300
_SMALL = 1e-300
_PRECISION = 1e-14


def normal_p(z: float) -> float:
    """How likely a standard normal value lies at least as far from 0 as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))


def student_p(t: float, freedom: float) -> float:
    """How likely a value of Student's distribution lies at least as far from 0 as `t`."""
    whole = freedom + t * t
    return _beta_share(freedom / 2, 0.5, freedom / whole, t * t / whole)


def _beta_share(a: float, b: float, x: float, rest: float) -> float:
    """The regularised incomplete beta function I_x(a, b); `rest` is 1 − x, which a subtraction would blur.

    Source: NIST Digital Library of Mathematical Functions, 8.17.22 (the fraction) and 8.17.4 (the mirror).
    """
    if not x or not rest:
        return float(not rest)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(b, a, rest, x)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(rest)
    return math.exp(logarithm) / (a * _fraction(a, b, x))


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …)), by Lentz's method."""
    value = upper = 1.0
    lower = 0.0
    for step in range(1, _STEPS):
        m, odd = divmod(step, 2)
        if odd:
            part = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            part = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        lower = 1 / _away_from_0(1 + part * lower)
        upper = _away_from_0(1 + part / upper)
        value *= lower * upper
        if abs(lower * upper - 1) < _PRECISION:
            break
    return value


def _away_from_0(number: float) -> float:
    return number if abs(number) > _SMALL else _SMALL
