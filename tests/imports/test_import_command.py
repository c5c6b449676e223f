"""`voc import`, through its front door, against a service that may misbehave."""

import csv
import gzip
import json

import pytest
from click.testing import CliRunner

from voc.cli import main


@pytest.fixture
def run(service, tmp_path):
    """Write a file, import it, and read the summary."""

    def call(content, *options, name="reviews.csv"):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        words = ["import", str(path), "--url", service.url, "--key", "voc_test", "--json", *options]
        result = CliRunner().invoke(main, words)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        summary = json.loads(result.stdout.splitlines()[-1]) if result.stdout else None
        return result, summary

    return call


def rejects(tmp_path, name="reviews.csv"):
    with (tmp_path / f"{name}.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


GOOD = "text,stars,date,email,country\nfine,5,2024-03-09,a@b.test,KR\nslow,2,2024.03.10,c@d.test,DE\n"


def test_good_rows_arrive_with_all_their_parts(run, service):
    result, summary = run(GOOD)
    assert result.exit_code == 0
    assert (summary["rows"], summary["stored"], summary["already_stored"], summary["rejected"]) == (2, 2, 0, 0)
    first = service.bodies()[0]
    assert first.pop("submission_id").startswith("imp_")
    assert first == {
        "text": "fine",
        "channel": "review",
        "rating": 5.0,
        "rating_scale": 5,
        "occurred_at": "2024-03-09T00:00:00.000Z",
        "customer": "a@b.test",
        "attributes": {"country": "KR"},
    }
    assert service.keys == {"Bearer voc_test"}


def test_the_same_file_again_stores_nothing(run, service):
    run(GOOD)
    result, summary = run(GOOD)
    assert result.exit_code == 0
    assert (summary["stored"], summary["already_stored"]) == (0, 2)
    assert len(service.stored) == 2


def test_a_longer_export_adds_its_new_rows_only(run):
    run(GOOD)
    _, summary = run(GOOD + "new,4,2024-03-11,e@f.test,FR\n")
    assert (summary["stored"], summary["already_stored"]) == (1, 2)


def test_equal_rows_of_one_file_are_different_people(run, service):
    _, summary = run("text\ngood\ngood\ngood\n")
    assert summary["stored"] == 3
    _, summary = run("text\ngood\ngood\ngood\ngood\n")
    assert (summary["stored"], summary["already_stored"]) == (1, 3)


def test_another_source_is_another_namespace(run):
    run(GOOD)
    assert run(GOOD, "--source", "germany")[1]["stored"] == 2


def test_the_format_does_not_change_the_identity(run):
    run("text,stars\nfine,5\n")
    _, summary = run(gzip.compress(b'{"stars": 5, "text": "fine"}\n'), name="reviews.jsonl.gz")
    assert summary["already_stored"] == 1


def test_rows_stored_with_other_options_are_named_as_conflicts(run, tmp_path):
    run(GOOD)
    result, summary = run(GOOD, "--rating-column", "")
    assert result.exit_code == 2
    assert summary["rejected"] == 2
    assert "other values" in rejects(tmp_path)[0]["reason"]


def test_bad_rows_are_written_beside_the_file_and_the_others_kept(run, tmp_path):
    rows = ["ok,5,2024-01-01", ",5,", "far,9,", "five,five,", "when,5,03/04/2024", "a,b,c,d", '"open,1,', "last,1,"]
    result, summary = run("text,stars,date\n" + "\n".join(rows) + "\n")
    assert result.exit_code == 2
    assert (summary["rows"], summary["stored"], summary["rejected"]) == (8, 2, 6)
    found = {int(row["line"]): row for row in rejects(tmp_path)}
    assert {line: row["reason"].partition(";")[0] for line, row in found.items()} == {
        3: "no text in 'text'",
        4: "the rating 9 is out of range 0 to 5",
        5: "the rating 'five' in 'stars' is not a number",
        6: "'date': '03/04/2024' is not a date that can be read",
        7: "4 cells where the header has 3",
        8: "a quote opens here and is never closed",
    }
    assert found[4]["text"] == "far"
    assert found[7]["raw"] == "a,b,c,d"


def test_a_scale_of_ten_takes_nine(run):
    assert run("text,stars\nfar,9\n", "--rating-scale", "10")[1]["stored"] == 1


def test_rejected_cells_do_nothing_in_a_spreadsheet(run, tmp_path):
    run("text,stars\n=1+1,9\n-5 is cold,9\n")
    assert [row["text"] for row in rejects(tmp_path)] == ["'=1+1", "'-5 is cold"]


def test_a_repaired_file_leaves_no_old_rejects(run, tmp_path):
    run("text,stars\nfar,9\n")
    run("text,stars\nfar,4\n")
    assert not (tmp_path / "reviews.csv.rejected.csv").exists()


def test_rows_that_the_service_refuses_are_rejected_with_its_reason(run, tmp_path):
    _, summary = run(GOOD, "--channel", "Not A Channel")
    assert summary["rejected"] == 2
    assert "pattern" in rejects(tmp_path)[0]["reason"]


@pytest.mark.parametrize("faults", [[503, 429, 500], ["drop", "drop"], [503, "drop", 502]])
def test_a_service_that_fails_for_a_while_only_delays(run, service, faults):
    service.faults = list(faults)
    result, summary = run(GOOD)
    assert result.exit_code == 0
    assert summary["stored"] == 2


def test_rows_whose_answer_was_lost_count_as_stored_once(run, service):
    service.faults = ["late"]
    _, summary = run(GOOD)
    assert (summary["stored"], summary["already_stored"]) == (2, 0)
    assert len(service.stored) == 2


def test_patience_ends(run, service):
    service.faults = [503] * 1_000
    result, summary = run(GOOD, "--patience", "0.3")
    assert result.exit_code == 1
    assert summary["problem"]["slug"] == "service-unreachable"
    assert summary["rows"] == 0


@pytest.mark.parametrize(("status", "slug"), [(401, "key-refused"), (403, "key-refused"), (400, "request-refused")])
def test_an_answer_that_waiting_would_not_change_ends_the_import(run, service, status, slug):
    service.faults = [status]
    result, summary = run(GOOD)
    assert result.exit_code == 1
    assert summary["problem"]["slug"] == slug


def test_a_list_that_is_too_large_is_halved(run, service):
    service.faults = [413]
    assert run(GOOD)[1]["stored"] == 2
    assert len(service.sizes) == 2


def test_lists_stay_within_the_limits(run, service):
    text = "x" * 19_000
    _, summary = run("text\n" + "".join(f"{n} {text}\n" for n in range(300)) + "short\n" * 700)
    assert summary["stored"] == 1_000
    assert max(service.sizes) < 4.2 * 1024 * 1024


@pytest.mark.parametrize(
    ("content", "options", "name", "words"),
    [
        (GOOD, ["--text-column", "txet"], "reviews.csv", ["no column 'txet'", "Did you mean 'text'?", "stars, date"]),
        ("alpha,beta\n1,2\n", [], "reviews.csv", ["looks like the text: alpha, beta", "--text-column"]),
        ("", [], "reviews.csv", ["nothing in this file"]),
        ("text,stars\n", [], "reviews.csv", ["no rows under the header"]),
        (b"PK\x03\x04\x00", [], "reviews.xlsx", ["Excel workbook", "CSV UTF-8"]),
        (GOOD, ["--timezone", "Mars/Base"], "reviews.csv", ["no time zone 'Mars/Base'"]),
        (GOOD, ["--encoding", "klingon"], "reviews.csv", ["'klingon'", "cp949"]),
        ("내용\n좋아요\n".encode("cp949"), [], "reviews.csv", ["Line 1, byte 1", "--encoding cp949"]),
        (None, [], "missing.csv", ["There is no file"]),
    ],
)
def test_a_file_that_cannot_be_imported_says_why_and_sends_nothing(run, service, content, options, name, words):
    result, summary = run(content, *options, name=name)
    assert result.exit_code == 1
    assert summary["rows"] == 0
    for word in words:
        assert word in summary["problem"]["detail"]
    assert summary["problem"]["title"] in result.stderr
    assert not service.stored


def test_rows_before_the_damage_are_kept(run, service):
    whole = gzip.compress(b"text\n" + b"".join(b"row %d\n" % n for n in range(20_000)), 1)
    result, summary = run(whole[: len(whole) // 2], name="reviews.csv.gz")
    assert result.exit_code == 1
    assert summary["problem"]["slug"] == "broken-gzip"
    assert summary["rows"] == summary["stored"] == len(service.stored) > 4_000


def test_a_byte_that_is_no_text_is_placed_and_the_rows_before_kept(run):
    result, summary = run(b"text\nfine\ngood\n\xff\xfe bad\nnever\n")
    assert result.exit_code == 1
    assert summary["problem"]["detail"].startswith("Line 4, byte 1 of the line (0xFF): not UTF-8 text.")
    assert summary["stored"] == 2


def test_a_cell_of_five_megabytes_is_rejected_with_its_line(run, tmp_path):
    result, summary = run("text,stars\nok,5\n" + "x" * (5 * 1024 * 1024) + ",1\nok too,4\n")
    assert result.exit_code == 2
    assert (summary["stored"], summary["rejected"]) == (2, 1)
    assert rejects(tmp_path)[0]["line"] == "3"


def test_without_a_service_the_command_says_how_to_start_one(tmp_path):
    (tmp_path / "a.csv").write_text(GOOD)
    result = CliRunner().invoke(main, ["import", str(tmp_path / "a.csv"), "--data-dir", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "voc up" in result.stderr


def test_a_person_reads_a_sentence(service, tmp_path):
    (tmp_path / "a.csv").write_text(GOOD)
    result = CliRunner().invoke(main, ["import", str(tmp_path / "a.csv"), "--url", service.url, "--key", "k"])
    assert result.exit_code == 0
    assert result.stdout.startswith("2 rows: 2 stored, 0 already stored, 0 rejected")
