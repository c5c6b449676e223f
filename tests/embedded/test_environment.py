"""A slip in the environment is told in the names that were typed."""

import pytest
from click.testing import CliRunner

from voc.cli import main


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("VOC_EMAIL__PORT", "abc", "VOC_EMAIL__PORT: Input should be a valid integer"),
        ("VOC_EMAIL__SECURITY", "ssl", "VOC_EMAIL__SECURITY: Input should be 'starttls', 'tls' or 'none'"),
        ("VOC_EMAIL__HOTS", "smtp.example.com", "VOC_EMAIL__HOTS is no setting; beside it there are HOST, PORT"),
        ("VOC_WORK__LEESE", "1", "VOC_WORK__LEESE is no setting; beside it there are"),
    ],
)
def test_what_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str) -> None:
    monkeypatch.setenv(variable, value)
    answer = CliRunner().invoke(main, ["workspace", "list"])
    assert answer.exit_code == 1
    assert told in answer.output
    assert "pydantic" not in answer.output
