"""What themes cost in points of score: one model of all, every customer once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.backlog.ranking.design import Occasion
from voc.backlog.ranking.drivers import FEWEST_RAISERS, fit

THEMES = ["th_a", "th_b", "th_c"]


def said(n: int, *, cost: float = 2.0, scale: int = 10, seed: int = 1) -> list[Occasion]:
    """Customers of whom a third each raise a, which costs, and b; nine in ten of a's raise c, too."""
    random = np.random.default_rng(seed)
    found = []
    for each in range(n):
        a, b = random.random(2) < 1 / 3
        c = random.random() < (0.9 if a else 0.05)
        score = np.clip(7.5 + 1.5 * random.standard_normal() - cost * a, 0, 10) * scale / 10
        raised = tuple(name for name, is_raised in zip(THEMES, (a, b, c), strict=True) if is_raised)
        found.append(Occasion(f"c{each}", float(score), scale, raised))
    return found


def test_what_rides_along_does_not_take_the_blame():
    found = fit(said(500), THEMES).themes
    assert found["th_a"].cost_low < 2.0 < found["th_a"].cost_high
    assert found["th_a"].cost_low > found["th_c"].cost_high
    assert abs(found["th_b"].cost) < 0.4
    assert 0.5 < found["th_a"].gain < 0.8


@given(st.permutations(range(60)))
@settings(max_examples=10)
def test_the_order_of_the_occasions_does_not_matter(order):
    occasions = said(60)
    assert fit([occasions[at] for at in order], THEMES[::-1]).themes == fit(occasions, THEMES).themes


def test_a_customer_who_says_it_a_hundred_times_counts_once():
    occasions = said(200)
    loud = [Occasion("c0", 0.0, 10, ("th_b",))] * 100
    once, often = (fit([*occasions[1:], *loud[:times]], THEMES) for times in (1, 100))
    for theme in THEMES:
        assert often.themes[theme].model_dump() == pytest.approx(once.themes[theme].model_dump(), abs=1e-9)


def test_scales_are_made_comparable_before_they_are_put_together():
    stars = [each._replace(customer="s" + each.customer) for each in said(300, scale=5, seed=2)]
    both = fit([*said(300), *stars], THEMES).themes["th_a"]
    assert both.cost_low < 2.0 < both.cost_high
    sparing = [each._replace(score=each.score / 2) for each in stars]
    same = fit([*said(300), *sparing], THEMES).themes["th_a"]
    assert same.cost_low / same.cost == pytest.approx(both.cost_low / both.cost, abs=0.01)


def test_a_scale_on_which_all_agree_tells_nothing_and_breaks_nothing():
    same = [each._replace(score=7.0) for each in said(100)]
    found = fit(same, THEMES).themes["th_a"]
    assert found.cost == pytest.approx(0, abs=1e-6)


def test_more_customers_make_it_surer():
    widths = [(own := fit(said(n), THEMES).themes["th_a"]).cost_high - own.cost_low for n in (100, 400, 1_600)]
    assert widths[0] > 1.5 * widths[1] > 2.25 * widths[2]


def test_too_few_scores_tell_nothing():
    assert (fit(said(29), THEMES).themes, fit(said(29), THEMES).customers) == ({}, 29)
    assert fit([], THEMES).themes == {}
    assert fit(said(100), []).themes == {}
    rare = [Occasion(f"r{n}", 1.0, 10, ("th_rare",)) for n in range(FEWEST_RAISERS)]
    assert "th_rare" in fit([*said(60), *rare], [*THEMES, "th_rare"]).themes
    assert "th_rare" not in fit([*said(60), *rare[1:]], [*THEMES, "th_rare"]).themes
