"""The worlds of asking again, fewer of them than `python -m tests.simulations deflection` makes."""

import pytest

from tests.simulations import deflection


@pytest.mark.parametrize(("people", "answers", "before"), [(100, 1, 0.3), (30, 1, 0.1), (5, 40, 0.3)])
def test_the_interval_holds_the_truth_about_as_often_as_it_says(people, answers, before):
    found = deflection.cell(people, answers, before, 0.4, runs=160 if answers == 1 else 60, seed=3)
    # three standard errors of so few worlds; the table of the command has more
    assert found.covered >= 0.90
    assert found.false <= 0.10


def test_what_is_halved_is_found_among_many_and_seldom_among_few():
    few, many = (deflection.cell(people, 1, 0.3, 0.0, runs=100, seed=3).found for people in (30, 300))
    assert few < 0.5 < 0.9 < many
