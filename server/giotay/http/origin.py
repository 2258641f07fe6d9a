"""Where a request comes from: the address it is counted against, and the page it was made by."""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp import web

# Whose word about others is believed: everybody's, nobody's, or that of these addresses and networks.
Trusted = bool | str


def believes(trusted: Trusted, request: web.Request) -> bool:
    """Whether a request comes from the operator's own proxy."""
    if isinstance(trusted, bool):
        return trusted
    try:
        peer = ip_address((request.remote or "").partition("%")[0])
    except ValueError:
        return False
    if isinstance(peer, IPv6Address) and peer.ipv4_mapped is not None:
        peer = peer.ipv4_mapped
    return any(peer in network for network in _networks(trusted))


@lru_cache(maxsize=8)
def _networks(trusted: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each.strip(), strict=False) for each in trusted.split(","))


def address_of(trusted: Trusted) -> Callable[[web.Request], str]:
    """Whom a request is counted against. `X-Forwarded-For` is believed only of the operator's own proxy, and of it only
    the last address, which that proxy wrote itself. A network of IPv6 addresses counts as one.
    """  # fmt: skip

    def find(request: web.Request) -> str:
        address = request.remote or ""
        forwarded = request.headers.getall("X-Forwarded-For", [])
        if forwarded and believes(trusted, request):
            address = forwarded[-1].rpartition(",")[2].strip() or address
        return network_of(address)

    return find


def network_of(address: str) -> str:
    """What of an address counts as one: all of it, or of IPv6 the network of 64 bits."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> 64 << 64)) + "/64"
    return str(parsed)


def origin_allowed(address: str) -> Callable[[web.Request], bool]:
    """Whether the page that made a request is ours: served from this very host, or from the public address."""
    public = _host_of(address)

    def allowed(request: web.Request) -> bool:
        origin = request.headers.get("Origin")
        if origin is None:
            return True
        made_by = _host_of(origin)
        return made_by is not None and made_by in (public, _host_of(f"http://{request.host}"), request.host)

    return allowed


def _host_of(url: str) -> str | None:
    """Host and port of a URL, the port of its scheme left out; None where there is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    name = parts.hostname
    if name is None:
        return None
    return name if port in (None, {"http": 80, "https": 443}.get(parts.scheme)) else f"{name}:{port}"
