"""Where events may be sent: public addresses, and what the server's operator allows."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx2

from openends.domain.errors import InputError

#: Returns the addresses of a host, best first.
LookUp = Callable[[str, int], Sequence[str]]

_PORTS = {"https": 443, "http": 80}

#: IPv4 that is not the public internet: IANA's special purposes, multicast, and the address under
#: which Azure's machines reach what they are made of.
_PRIVATE = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
        "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
        "224.0.0.0/4 240.0.0.0/4 168.63.129.16/32"
    ).split()
)
#: All of IPv6 that is given out to the public internet, and what is set apart in it.
_PUBLIC_6 = IPv6Network("2000::/3")
_PRIVATE_6 = tuple(IPv6Network(network) for network in "2001::/23 2001:db8::/32 3fff::/20".split())
#: IPv6 addresses that lead to an IPv4 one, and how many bits stand behind it: mapped, NAT64, 6to4.
_CARRIERS = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An address that may be sent to, looked up once."""

    url: httpx2.URL
    port: int
    #: Where to connect, and nowhere else: the name could mean something else a moment later.
    addresses: tuple[str, ...]


def check_target(url: str, allow: Sequence[str] = (), *, offline: bool = False) -> None:
    """Raise ``InputError`` unless events may be sent to the address.

    Parameters
    ----------
    url:
        What someone registers.
    allow:
        Hosts, addresses and networks that are fine all the same, each with or without a port.
    offline:
        True where nobody may be called, so that no address will do, and none is looked up.
    """
    if offline:
        raise InputError("Field 'url' cannot be used: this server is set up to call nobody.")
    find_target(url, allow)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raise ``OSError`` or ``UnicodeError`` when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def find_target(url: str, allow: Sequence[str], look_up: LookUp = look_up) -> Target:
    """Look an address up, once, and return where to connect.

    Raises
    ------
    InputError
        When it cannot be read, is not found, or, unless it is allowed, is http or has an address
        behind it that is not public. The sentence keeps to itself which: that is no business of
        the caller's.
    """
    parsed = _parse(url)
    host, port = parsed.host.rstrip("."), parsed.port or _PORTS[parsed.scheme]
    try:
        addresses = tuple(look_up(host, port))
    except (OSError, UnicodeError):
        addresses = ()
    allowed = any(_matches(entry, host, port, addresses) for entry in allow)
    if parsed.scheme != "https" and not allowed:
        raise InputError("Field 'url' must be an https address; http is refused.")
    if not addresses:
        raise InputError(f"Field 'url' names a host that cannot be found: {host}.")
    if not allowed and not all(is_public(address) for address in addresses):
        raise InputError(
            f"Field 'url' leads to an address that is not public: {host}. Events are only sent to "
            "the public internet."
        )
    return Target(url=parsed, port=port, addresses=addresses)


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet, whatever it is wrapped in."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _PRIVATE)
    carried = _carried(parsed)
    if carried is not None:
        return is_public(str(carried))
    return parsed in _PUBLIC_6 and not any(parsed in network for network in _PRIVATE_6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    for network, behind in _CARRIERS:
        if address in network:
            return IPv4Address(int(address) >> behind & 0xFFFF_FFFF)
    return None


def _parse(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
        usable = parsed.scheme in _PORTS and bool(parsed.host) and not parsed.userinfo
        usable = usable and (parsed.port is None or 0 < parsed.port < 65_536)
    except (httpx2.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise InputError(
            "Field 'url' must be an https address without a user name, such as "
            "https://example.com/hook."
        )
    return parsed


def _matches(entry: str, host: str, port: int, addresses: Sequence[str]) -> bool:
    """Return whether an entry of the operator's covers a host with all its addresses."""
    name, wanted = _split(entry)
    if wanted is not None and wanted != port:
        return False
    if name.casefold() == host.casefold():
        return True
    try:
        network = ip_network(name, strict=False)
    except ValueError:
        return False
    found = [ip_address(address.partition("%")[0]) for address in addresses]
    return bool(found) and all(address in network for address in found)


def _split(entry: str) -> tuple[str, int | None]:
    """Split ``host:port``; a port behind an IPv6 address needs brackets around the address."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, int(rest[1:]) if rest[1:].isdecimal() else None
    name, _, port = entry.rpartition(":")
    if name and ":" not in name and port.isdecimal():
        return name, int(port)
    return entry, None
