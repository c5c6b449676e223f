"""Which addresses the service calls for a workspace: a table of spellings, and that nothing special slips through."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.egress import AddressRefused, glance
from voc.egress.addresses import special
from voc.egress.targets import choose, read
from voc.settings import Egress

PUBLIC = Egress()
SPECIAL = {
    "loopback": ["127.0.0.1", "127.255.0.9", "::1"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd12:3456::1", "fc00::1"],
    "shared": ["100.64.0.1", "100.127.255.254"],
    "link-local": ["169.254.1.1", "fe80::1", "fe80::1%eth0"],
    "metadata": ["169.254.169.254", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"],
    "unspecified": ["0.0.0.0", "0.1.2.3", "::"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "198.18.0.1", "192.0.0.8", "100::1", "4000::1", "2001:2::1"],
    "documentation": ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "3fff::1"],
    "site-local": ["fec0::1"],
    "transition": [
        "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:0:10.0.0.1", "::10.0.0.1", "64:ff9b::10.0.0.1",
        "64:ff9b::808:808", "64:ff9b:1::a00:1", "2002:a00:1::", "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.88.99.1",
    ],
}  # fmt: skip
ORDINARY = ["8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "2606:4700::1111", "2a00::1"]
UNUSUAL = [
    "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.0.0.1", "127.1", "127.0.1", "0177.1", "017700000001", "127.0.0.1.",
    "127.0.0.0x1", "1.2.3.4.5", "256.1.1.1", "1.2.3", "08.8.8.8", "example.1", "example.0x1f",
]  # fmt: skip
"""Spellings of IPv4 that resolvers read and people do not write; the last ones are no names either."""
NO_TARGETS = [
    "", "hooks.example.com", "/hooks", "https://", "https:///hooks", "ftp://example.com/", "file:///etc/passwd",
    "gopher://example.com/", "javascript:alert(1)", "https://kim@example.com/", "https://kim:pw@example.com/",
    "https://:pw@example.com/", "https://example.com:0x1bb/", "https://example.com:99999/", "https://example.com:0/",
    "https://exa mple.com/",
    "https://[::1", "https://[v1.x]/", "https://１２７.0.0.1/", "https://%31%32%37.0.0.1/", "https://a..b/",
    "https://-a.example/", "https://" + "a" * 64 + ".example/", "https://example.com/" + "a" * 2_000, "https://ex\0.com/",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "address"), [(kind, each) for kind, found in SPECIAL.items() for each in found])
def test_special_addresses_are_known_and_refused(kind, address):
    assert special(ip_address(address)) == kind
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        glance(f"https://{host}/hooks", PUBLIC)
    with pytest.raises(AddressRefused, match=kind):  # and so is a name that means it
        choose(read("https://hooks.example.com/"), [address], PUBLIC)


@pytest.mark.parametrize("address", ORDINARY)
def test_ordinary_addresses_are_called(address):
    assert special(ip_address(address)) is None
    assert choose(read("https://hooks.example.com/"), [address], PUBLIC) == [address]
    assert glance(f"https://{f'[{address}]' if ':' in address else address}/", PUBLIC).address == ip_address(address)


@pytest.mark.parametrize("host", UNUSUAL)
@pytest.mark.parametrize("egress", [PUBLIC, Egress(allowed_hosts=("127.0.0.0/8",))])
def test_unusual_spellings_of_addresses_are_refused_whatever_they_mean(host, egress):
    with pytest.raises(AddressRefused):
        glance(f"https://{host}/", egress)


@pytest.mark.parametrize("url", NO_TARGETS)
def test_what_leads_nowhere_or_carries_a_password_is_refused(url):
    with pytest.raises(AddressRefused):
        glance(url, Egress(allowed_hosts=("example.com", "127.0.0.0/8")))


@pytest.mark.parametrize(
    "url", ["http://example.com/", "https://example.com:22/", "http://8.8.8.8/", "https://8.8.8.8:80/"]
)
def test_only_https_and_the_usual_ports_are_called_outside(url):
    with pytest.raises(AddressRefused):
        glance(url, PUBLIC)
    assert glance("https://example.com:2222/", Egress(ports=(2222,))).port == 2222


def test_of_several_addresses_those_are_called_that_may_be():
    target = read("https://hooks.example.com/")
    assert choose(target, ["10.0.0.1", "8.8.8.8", "::1"], PUBLIC) == ["8.8.8.8"]
    with pytest.raises(AddressRefused, match="no address"):
        choose(target, [], PUBLIC)


def test_an_operator_opens_networks_with_any_port_and_without_tls():
    egress = Egress(allowed_hosts=("10.1.0.0/16", "fd00:1::/32"))
    inside, outside = (
        read("http://jira.example.com:8080/"),
        ["10.2.0.1", "8.8.8.8", "64:ff9b::a01:1", "::ffff:10.1.0.1"],
    )
    assert choose(inside, ["10.1.2.3", *outside, "fd00:1::9"], egress) == ["10.1.2.3", "fd00:1::9"]
    assert glance("http://jira.example.com:8080/", egress)  # its address will tell
    with pytest.raises(AddressRefused, match="only https"):
        choose(inside, ["8.8.8.8"], egress)


def test_an_operator_opens_names_and_what_is_nearby_under_them():
    egress = Egress(allowed_hosts=("jira.internal", ".corp.example"))
    for url in ("http://jira.internal:8080/", "http://JIRA.internal./", "https://git.corp.example/"):
        assert choose(read(url), ["192.168.0.9", "127.0.0.1", "8.8.8.8"], egress) == [
            "192.168.0.9",
            "127.0.0.1",
            "8.8.8.8",
        ]
        with pytest.raises(AddressRefused, match="metadata"):  # a name must not open what tells secrets
            choose(read(url), ["169.254.169.254"], egress)
    for url in ("http://xjira.internal/", "http://jira.internal.evil.example/", "http://corp.example/"):
        with pytest.raises(AddressRefused):
            glance(url, egress)


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_address_is_taken_for_public_that_python_calls_private(address):
    if (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
    ):
        assert special(address)


BEGINNINGS = [0, 0xFFFF << 32, 0xFFFF << 48, 0x0064_FF9B << 96, 0x2001 << 112, 0x2002 << 112, 0xFC << 120, 0xFE << 120]


@given(st.sampled_from(BEGINNINGS), st.integers(0, 2**112 - 1), st.integers(0, 112))
def test_no_ipv6_address_is_called_through_which_ipv4_is_reached(beginning, rest, zeros):
    address = IPv6Address(beginning | rest >> zeros)
    if address.ipv4_mapped or address.sixtofour or address.teredo or not address.is_global:
        assert special(address)
