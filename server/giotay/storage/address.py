"""Where an operator's store is: what the setting `redis` may say, taken apart.

* `redis://[[user]:password@]host[:port][/db]`, `rediss://…` with TLS, `unix:///path`: one server.
* `redis+sentinel://[[user]:password@]host[:port],host…/name[/db]`: whatever these Sentinels call the primary of `name`.
* `redis+cluster://[[user]:password@]host[:port],host…`: a cluster, of which these are some nodes.

The last two have a form with TLS each, `rediss+sentinel` and `rediss+cluster`.
"""

from typing import Final, Literal
from urllib.parse import unquote

from msgspec import Struct

_PORTS: Final = {"single": 6379, "sentinel": 26379, "cluster": 6379}

Kind = Literal["single", "sentinel", "cluster"]


class BadAddress(Exception):
    """The setting says no address of a store; the message is one sentence."""


class Address(Struct, frozen=True):
    """Sentinels, or nodes of a cluster; nothing of a single server but its URL."""

    url: str
    kind: Kind
    hosts: list[tuple[str, int]]
    name: str
    db: int
    username: str | None
    password: str | None
    tls: bool


def address_of(url: str) -> Address:
    """The address a URL says. Raises BadAddress."""
    scheme, _, rest = url.partition("://")
    base, _, kind = scheme.partition("+")
    if scheme in ("redis", "rediss", "unix") and rest:
        return Address(url, "single", [], "", 0, None, None, scheme == "rediss")
    if base not in ("redis", "rediss") or kind not in ("sentinel", "cluster") or not rest:
        raise BadAddress(f"redis is a URL such as redis://127.0.0.1:6379/0, not {url!r}.")
    credentials, _, where = rest.rpartition("@")
    username, _, password = credentials.partition(":")
    where, _, path = where.partition("/")
    name, _, db = path.partition("/")
    found: Kind = "sentinel" if kind == "sentinel" else "cluster"
    if found == "sentinel" and not name:
        raise BadAddress(
            "A URL of Sentinels ends in the primary's name, as in redis+sentinel://a:26379,b:26379/mymaster."
        )
    if found == "cluster" and path:
        raise BadAddress("A cluster has no databases: nothing follows on the hosts in redis+cluster://a:6379,b:6379.")
    if db and not db.isdigit():
        raise BadAddress(f"The database is a number, not {db!r}.")
    hosts = [_host(each, _PORTS[found]) for each in where.split(",")]
    return Address(
        url, found, hosts, name, int(db or 0), unquote(username) or None, unquote(password) or None, base == "rediss"
    )  # fmt: skip


def _host(text: str, port: int) -> tuple[str, int]:
    host, colon, number = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        host, number = text, str(port)
    if not host or not number.isdigit() or not 0 < int(number) < 65_536:
        raise BadAddress(f"Hosts are written host:port with commas between, not {text!r}.")
    return host.strip("[]"), int(number)
