"""Which addresses may be asked."""

from __future__ import annotations

import pytest

from assistant.errors import WebError
from assistant.web.addresses import checked_url, host_of, joined, may_be_asked, origin_of

PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
OWN = [
    "127.0.0.1", "127.9.9.9", "::1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "fc00::1", "fd12::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "::127.0.0.1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "fe80::1", "fe80::1%eth0", "0.0.0.0", "::", "224.0.0.1", "ff02::1", "240.0.0.1",
    "255.255.255.255", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "100.64.0.1", "", "exemple.test", "127.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address):
    assert may_be_asked(address, allow_private=False)


@pytest.mark.parametrize("address", OWN)
def test_private_addresses_may_be_asked_where_that_is_allowed(address):
    assert not may_be_asked(address, allow_private=False)
    assert may_be_asked(address, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_others_may_never_be_asked(address):
    assert not may_be_asked(address, allow_private=False)
    assert not may_be_asked(address, allow_private=True)


def test_an_address_is_written_one_way():
    assert checked_url(" HTTP://Été.test/à b?q=ü#fin ") == "http://xn--t-9fab.test/%C3%A0%20b?q=%C3%BC"
    assert checked_url("https://exemple.test") == "https://exemple.test/"
    assert joined("https://exemple.test/a/b?x", "../c#d") == "https://exemple.test/c"
    assert origin_of("https://exemple.test:8443/a") == "https://exemple.test:8443"
    assert host_of("https://exemple.test:8443/a") == "exemple.test"
    with pytest.raises(WebError):
        joined("https://exemple.test/", "file:///etc/passwd")
