"""Where a request comes from: the address it is counted against, and the page it was made by."""

from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp import web


def address_of(trusted_proxy: bool) -> Callable[[web.Request], str]:
    """Whom a request is counted against. `X-Forwarded-For` is believed only behind the operator's own proxy, and of
    it only the last address, which that proxy wrote itself. A network of IPv6 addresses counts as one.
    """  # fmt: skip

    def find(request: web.Request) -> str:
        address = request.remote or ""
        if trusted_proxy and (forwarded := request.headers.getall("X-Forwarded-For", [])):
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
