"""A slip in the environment is told in the names that were typed."""

import pytest
from click.testing import CliRunner

from voc.cli import main
from voc.settings import Settings


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("VOC_EMAIL__PORT", "abc", "VOC_EMAIL__PORT: Input should be a valid integer"),
        ("VOC_EMAIL__SECURITY", "ssl", "VOC_EMAIL__SECURITY: Input should be 'starttls', 'tls' or 'none'"),
        ("VOC_EMAIL__HOTS", "smtp.example.com", "VOC_EMAIL__HOTS is no setting; beside it there are HOST, PORT"),
        ("VOC_SECRET", "changeme", "VOC_SECRET: a secret needs 32 characters that nobody guesses"),
        ("VOC_SECRET", "secretsecretsecretsecretsecretsecret", "VOC_SECRET: a secret needs 32 characters"),
        ("VOC_WORK__LEESE", "1", "VOC_WORK__LEESE is no setting; beside it there are"),
    ],
)
def test_what_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str) -> None:
    monkeypatch.setenv(variable, value)
    answer = CliRunner().invoke(main, ["workspace", "list"])
    assert answer.exit_code == 1
    assert told in answer.output
    assert "pydantic" not in answer.output


@pytest.mark.parametrize("variable", ["VOC_SECRET", "VOC_SEALING_SECRETS", "VOC_ADMIN_PASSWORD", "VOC_METRICS__TOKEN"])
def test_no_secret_is_said_by_settings_or_their_errors(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """They stand in logs and reports of crashes."""
    value = "hidden-of-this-test-0123456789-abcdef"
    monkeypatch.setenv(variable, value)
    assert value not in repr(Settings()) + str(Settings()) + Settings().model_dump_json()
    monkeypatch.setenv("VOC_WORK__LEASE_SECONDS", "no number")
    answer = CliRunner().invoke(main, ["workspace", "list"])
    assert (answer.exit_code, value in answer.output) == (1, False)
