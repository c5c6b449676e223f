"""How operators say what may be called."""

import pytest
from pydantic import ValidationError

from voc.settings import Egress, Settings


@pytest.mark.parametrize("text", ["Jira.internal, 10.0.0.1/8,::1", '["jira.internal", "10.0.0.0/8", "::1/128"]'])
def test_hosts_and_ports_are_read_from_the_environment(monkeypatch, text):
    monkeypatch.setenv("VOC_EGRESS__ALLOWED_HOSTS", text)
    monkeypatch.setenv("VOC_EGRESS__PORTS", "443,4443")
    egress = Settings().egress
    assert egress == Egress(allowed_hosts=("jira.internal", "10.0.0.0/8", "::1/128"), ports=(443, 4443))


def test_nothing_inside_is_open_by_itself(monkeypatch):
    monkeypatch.delenv("VOC_EGRESS__ALLOWED_HOSTS", raising=False)
    assert Settings().egress.allowed_hosts == ()


@pytest.mark.parametrize("text", ["https://jira.internal", "jira.internal:8080", "*.internal", "a b", "10.0.0.0/33"])
def test_what_is_no_host_is_refused(text):
    with pytest.raises(ValidationError):
        Egress(allowed_hosts=(text,))
