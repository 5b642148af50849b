"""Which addresses may be asked. Pure: what names stand for is looked up elsewhere."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from assistant.errors import WebError
from assistant.types import shown_address

LONGEST_URL = 4000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def may_be_asked(address: str, allow_private: bool) -> bool:
    """Whether a numeric address may be connected to.

    Global ones may; private and loopback ones where that is allowed; link-local (where clouds keep their secrets),
    multicast, reserved and unspecified ones never. What an IPv6 address carries of IPv4 is judged as that.
    """
    try:
        found = _carried(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if found.is_link_local or found.is_multicast or found.is_unspecified:
        return False
    if found.is_loopback:
        return allow_private
    if found.is_private:
        return allow_private and not found.is_reserved
    return found.is_global and not found.is_reserved


def _carried(address: _Address) -> _Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64, Teredo), else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def checked_url(url: str) -> str:
    """An address as it is asked: http or https, with a host and nothing secret, without its fragment.

    Raises:
        WebError: web_address.
    """
    import httpx

    try:
        parsed = httpx.URL(url.strip())
        port = parsed.port
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError) as error:
        raise WebError("web_address", url=shown_address(url)[:200]) from error
    usable = (
        parsed.scheme in ("http", "https") and parsed.host and not parsed.userinfo and port != 0 and (port or 1) < 65536
    )
    if not usable or len(url) > LONGEST_URL:
        raise WebError("web_address", url=shown_address(url)[:200])
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}{parsed.raw_path.decode('ascii') or '/'}"


def joined(base: str, target: str) -> str:
    """Where a link or a redirect of a page leads.

    Raises:
        WebError: web_address.
    """
    import httpx

    try:
        return checked_url(str(httpx.URL(base).join(target.strip())))
    except (httpx.InvalidURL, ValueError, TypeError, UnicodeError) as error:
        raise WebError("web_address", url=shown_address(target)[:200]) from error


def origin_of(url: str) -> str:
    """Scheme, host and port of an address: what a robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(url: str) -> str:
    """The host that an address names."""
    return urlsplit(url).hostname or ""
