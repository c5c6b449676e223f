"""The evaluation itself: parts measure alone, figures are kept, and the page says which are old."""

import gzip
import json
from pathlib import Path

import pytest

from ml.classify.reader import HeadReader
from ml.embedding import TextEmbedder
from ml.evaluate import Figure, clustering, names, report, results, stability
from ml.evaluate.peers import NOT_INSTALLED, remembered, topics
from ml.evaluate.results import Measured, Results
from ml.evaluate.run import Run
from ml.pipeline import Analyser
from ml.weights import HEADS

SUBJECTS = {
    "late_delivery": "the parcel {} arrived late, delivery takes far too long",
    "login": "I cannot log in with my password {}, the login fails",
    "refund": "where is the refund of my order {}, I want my money back",
}


@pytest.fixture
def run(tmp_path: Path, embedder: TextEmbedder, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A small set under a known name, an encoder that knows words alone, and no peers."""
    words = [
        "blue",
        "red",
        "green",
        "small",
        "large",
        "old",
        "new",
        "first",
        "second",
        "third",
        "grey",
        "round",
        "flat",
    ]
    folder = tmp_path / "en_hwu64"
    folder.mkdir()
    with gzip.open(folder / "dev.jsonl.gz", "wt", encoding="utf-8") as file:
        for word in words:
            for label, said in SUBJECTS.items():
                file.write(json.dumps({"text": said.format(word), "label": label}) + "\n")
    monkeypatch.setattr(topics, "installed", lambda package: None)
    return Run(Analyser(embedder, HeadReader.load(HEADS)), tmp_path, tmp_path / "cache")


def test_themes_are_scored_beside_a_floor_and_without_peers(run: Run):
    ami, v, number, upper, time = clustering.measure(run, ["en_hwu64 dev"])
    assert ami.what == "themes of en_hwu64 dev: AMI"
    assert 0.5 < float(ami.value) <= 1
    assert 0.5 < float(ami.floor) <= 1
    assert float(v.value) >= float(ami.value) - 0.05
    assert number.what == "… number, for 3 subjects"
    assert upper.what == "… the level above: AMI"
    assert 0 <= float(upper.value) <= float(ami.value)
    assert {ami.peer, v.peer, number.peer, time.peer} == {NOT_INSTALLED}


def test_names_are_held_against_labels(run: Run):
    hit, likeness, shape = names.measure(run, ["en_hwu64 dev"])
    assert 0 <= float(hit.value) <= 1
    assert -1 <= float(likeness.value) <= 1
    assert shape.peer == NOT_INSTALLED


def test_the_same_texts_give_the_same_themes(run: Run):
    *_, kinds, again = stability.measure(run, ["en_hwu64 dev"], ["en_hwu64 dev"])
    assert kinds.value == "0"
    assert again.value == "equal"


def test_figures_come_back_until_the_code_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept = Results(tmp_path, "encoder+x/heads-1")
    assert kept.of("names", "ml.evaluate.names") is None
    figures = (Figure("a", "1", "2", "n", "3"),)
    kept.keep("names", "ml.evaluate.names", figures)
    assert kept.of("names", "ml.evaluate.names") == Measured(figures, current=True)
    assert Results(tmp_path, "encoder+x/heads-2").of("names", "ml.evaluate.names") is None
    monkeypatch.setattr(results, "code_digest", lambda module: "other")
    assert kept.of("names", "ml.evaluate.names") == Measured(figures, current=False)


def test_code_that_a_part_does_not_import_makes_it_no_older():
    assert results.code_digest("ml.evaluate.languages") != results.code_digest("ml.evaluate.names")


def test_the_page_says_what_is_old_and_what_is_missing():
    page = report.page({"names": Measured((Figure("a", "1"),), current=False)}, ["speed"], "v/1")
    assert "Measured before the code changed: names." in page
    assert "Not measured for this model: speed." in page
    assert "| a | 1 |  |  |  |" in page


def test_a_peer_answers_once_until_its_input_changes(tmp_path: Path):
    asked = []

    def make() -> dict:
        asked.append(1)
        return {"of": len(asked)}

    file = tmp_path / "peers" / "answer.json"
    assert [remembered(file, make)["of"] for _ in range(2)] == [1, 1]
    assert remembered(file, make, good=lambda kept: kept["of"] == 7)["of"] == 2
    assert remembered(file, make)["of"] == 2
