"""Areas join themes over kinds and languages, and stay what they were."""

import numpy as np
import pytest

from ml.cluster.areas import find_areas
from ml.cluster.graph import unit
from ml.grouping import Anchor, FoundTheme
from ml.naming.ranking import ranked
from ml.tree import find_areas as named_areas

SUBJECTS = ("delivery", "login", "refund")


@pytest.fixture(scope="module")
def themes():
    """Four themes per subject, two of them Korean, which all lie elsewhere."""
    rng = np.random.default_rng(0)
    rows = unit(np.repeat(np.eye(3, 16), 4, axis=0) + rng.normal(0, 0.05, (12, 16)))
    rows[[i for i in range(12) if i % 4 > 1]] += np.eye(16)[8] * 2
    rows = unit(rows)
    languages = ["en", "en", "ko", "ko"] * 3
    return [
        FoundTheme(
            f"th_{i}", "complaint", languages[i], f"{SUBJECTS[i // 4]} {i}", (), 10 + i, rows[i], 0.5, (),
            (Anchor("voiced", languages[i], rows[i], 0.5),),
        )
        for i in range(12)
    ]  # fmt: skip


def areas(themes, before=(), placed=()):
    rows = np.stack([theme.centroid for theme in themes])
    keys, languages = [theme.key for theme in themes], [theme.language for theme in themes]
    return find_areas(keys, rows, languages, [theme.size for theme in themes], dict(before), dict(placed))


def test_one_subject_in_two_languages_is_one_area(themes):
    found = areas(themes)
    for subject in range(3):
        assert len({found[f"th_{i}"] for i in range(4 * subject, 4 * subject + 4)}) == 1 or len(set(found.values())) > 3
    assert found["th_0"] != found["th_4"] != found["th_8"]


def test_areas_keep_their_ids_when_themes_come_and_go(themes):
    first = {key: f"ar_{area}" for key, area in areas(themes).items()}
    assert areas(themes, first) == first
    fewer = areas(themes[1:], first)
    assert fewer == {key: area for key, area in first.items() if key != "th_0"}


def test_where_a_person_put_a_theme_it_stays(themes):
    found = areas(themes, placed={"th_0": "ar_mine"})
    assert found["th_0"] == "ar_mine"
    assert found["th_4"] != found["th_8"]


def test_few_themes_have_no_areas(themes):
    assert areas(themes[:3]) == {}
    assert named_areas([], [], {}, {}) == []


def test_areas_are_named_after_what_their_themes_share(themes):
    english = [theme for theme in themes if theme.language == "en"]
    samples = [[f"{theme.name.split()[0]} is late {n}" for n in range(5)] for theme in english]
    found = named_areas(english, samples, {}, {})
    assert {area.name.split(" · ")[0] for area in found} == set(SUBJECTS)
    assert sum(area.size for area in found) == sum(theme.size for theme in english)


def test_the_meaning_of_an_area_chooses_among_its_names_and_siblings_differ(themes):
    english = [theme for theme in themes if theme.language == "en"]
    samples = [
        [f"{theme.name.split()[0]} {word} {n}" for n in range(6) for word in ("late", "broken")] for theme in english
    ]
    found = named_areas(english, samples, {}, {})
    wanted = {area.candidates[-1].name: area for area in found}

    def embed(names, languages):
        meant = {name.replace(" · ", " "): area.centroid for name, area in wanted.items()}
        return np.stack([meant.get(name, np.zeros(16, np.float32)) for name in names])

    names = [area.name for area in ranked(found, embed)]
    assert names == list(wanted)
    assert len(set(names)) == len(found)
