import pytest
from litestar.testing import RequestFactory
from pydantic import ValidationError

from voc.settings import Settings
from voc.web.clients import client_address

TRUSTED = ("10.0.0.0/8", "192.0.2.1", "fd00::/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["1.2.3.4"], "203.0.113.9"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", ["6.6.6.6", "1.2.3.4, 192.0.2.1"], "1.2.3.4"),
        ("10.0.0.1", ["1.2.3.4:5678"], "1.2.3.4"),
        ("fd00::2", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("::ffff:10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", ["10.0.0.7, 10.0.0.8"], "10.0.0.7"),
        ("10.0.0.1", ["1.2.3.4, unknown"], "10.0.0.1"),
        ("10.0.0.1", ["1.2.3.4, "], "10.0.0.1"),
        ("", ["1.2.3.4"], ""),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_is(peer, forwarded, client):
    request = RequestFactory().get("/", headers={})
    request.scope["client"] = (peer, 1)
    request.scope["headers"] = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    assert client_address(request, TRUSTED) == client


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10.0.0.0/8,fd00::/8", ("10.0.0.0/8", "fd00::/8")),
        ('["10.0.0.0/8", "192.0.2.1"]', ("10.0.0.0/8", "192.0.2.1/32")),
        ("10.1.2.3/8, 192.0.2.1", ("10.0.0.0/8", "192.0.2.1/32")),
        ("", ()),
    ],
)
def test_proxies_are_written_as_a_list_or_with_commas(monkeypatch, written, read):
    monkeypatch.setenv("VOC_TRUSTED_PROXIES", written)
    assert Settings().trusted_proxies == read


@pytest.mark.parametrize("written", ["proxy.internal", "10.0.0.0/33", "[1", '["x"]', "*"])
def test_what_is_no_network_is_refused_at_the_start(monkeypatch, written):
    monkeypatch.setenv("VOC_TRUSTED_PROXIES", written)
    with pytest.raises(ValidationError):
        Settings()
