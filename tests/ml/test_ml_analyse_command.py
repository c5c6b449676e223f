"""`voc analyse`, run as a person runs it."""

import gzip
import json

import pytest
from click.testing import CliRunner

from voc.cli.analyse import analyse
from voc.cli.console import out

ROWS = [
    ("Please add a dark mode", 5),
    ("앱이 자꾸 꺼져요. 그래도 배송은 빨라요.", 2),
    ("How do I return a parcel?", 4),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command in an empty folder."""
    monkeypatch.setenv("VOC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(analyse, [str(a) for a in arguments])


def analysed(run, tmp_path, texts):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    assert run(source, "--output", output).exit_code == 0
    return [json.loads(line) for line in output.read_text("utf-8").splitlines()]


def test_every_row_comes_out_in_order_with_all_its_fields(run, tmp_path):
    source = tmp_path / "in.csv.gz"
    source.write_bytes(gzip.compress(("text,stars\n" + "".join(f"{t},{s}\n" for t, s in ROWS)).encode()))
    result = run(source, "--output", tmp_path / "out.jsonl", "--themes", tmp_path / "themes.json")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert [row["text"] for row in rows] == [text for text, _ in ROWS]
    assert set(rows[0]) == {"text", "language", "kind", "kind_confidence", "sentiment", "urgency", "segments", "theme"}
    assert [row["language"] for row in rows] == ["en", "ko", "en"]
    first, second = rows[1]["segments"]
    assert set(first) == {"start", "end", "kind", "kind_confidence", "sentiment", "theme"}
    assert rows[1]["text"][second["start"] : second["end"]] == "그래도 배송은 빨라요."
    assert isinstance(json.loads((tmp_path / "themes.json").read_text("utf-8")), list)
    assert "texts/s" in result.stderr


def test_jsonl_with_another_column_and_a_summary_for_programs(run, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"said": text}) + "\n" for text, _ in ROWS), "utf-8")
    result = run(source, "--text-column", "said", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["texts"] == 3


def test_themes_are_numbered_by_size_and_can_be_read_on_a_narrow_terminal(run, tmp_path, monkeypatch):
    monkeypatch.setattr(out, "width", 80)
    subjects = {"login password fails": 9, "delivery box broken": 8, "screen freeze annoys": 7}
    places = ["monday", "rain", "tablet", "phone", "cousin", "garden", "train", "winter", "office"]
    said = [f"{subject} {place}" for subject, size in subjects.items() for place in places[:size]]
    source = tmp_path / "in.csv"
    source.write_text("text\n" + "\n".join(said), "utf-8")
    result = run(source, "--output", tmp_path / "out.jsonl", "--themes", tmp_path / "themes.json")
    assert result.exit_code == 0, result.output
    themes = json.loads((tmp_path / "themes.json").read_text("utf-8"))
    assert [theme["id"] for theme in themes] == [f"th-{place + 1}" for place in range(len(themes))]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert {row["theme"] for row in rows} - {None} == {theme["id"] for theme in themes}
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    names = [line.split("│")[3].strip() for line in lines if "│" in line]
    assert names == [theme["name"] for theme in themes]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("header.csv", b"text,stars\n"),
        ("wrong.csv", b"said,stars\nhello,1\n"),
        ("latin.csv", "text\ncaf\xe9\n".encode("latin-1")),
        ("broken.csv.gz", gzip.compress(b"text\nhello\n" * 500, mtime=0)[:-20]),
        ("blank.csv", b"text,stars\n ,1\n"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_leaves_no_output(run, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    result = run(tmp_path / name, "--text-column", "text", "--output", tmp_path / "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert not (tmp_path / "out.jsonl").exists()


def test_a_missing_file_is_an_error(run):
    assert run("nowhere.csv").exit_code == 1


def test_importing_the_command_loads_no_model():
    import subprocess
    import sys

    code = (
        "import sys, voc.cli.analyse, voc.inference;"
        "sys.exit(any(m in sys.modules for m in ('ml.pipeline', 'numpy', 'torch', 'onnxruntime')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_personal_data_and_advertising_come_out_marked(run, tmp_path):
    rows = analysed(
        run, tmp_path, ["배송이 늦어요 010-2345-6789 로 전화 주세요", "Use my referral code XK29PL for $10"]
    )
    assert rows[0]["text"] == "배송이 늦어요 [PHONE] 로 전화 주세요"
    assert (rows[1]["noise"], rows[1]["theme"], "noise" in rows[0]) == ("spam", None, False)


def test_hostile_texts_neither_crash_nor_make_themes(run, tmp_path):
    copies = ["The app crashes every time I open my order list"] * 300
    hostile = [
        "가나 " * 50_000,
        "\u200b\u200d" * 500 + "느려요",
        "😀" * 300,
        "1234567890" * 100,
        "a\u0301" * 500,
        "\u202ex",
    ]
    rows = analysed(run, tmp_path, [*hostile, *copies])
    assert [row["theme"] for row in rows] == [None] * len(rows)
