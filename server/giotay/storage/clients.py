"""redis-py's client for each shape of store: for what lies beside the logs, and for asking Sentinels."""

from typing import Any, Final, cast

from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff

from giotay.storage.address import Address, address_of

_ANSWER_S: Final = 5.0
_CONNECT_S: Final = 2.0


def sentinel_of(address: Address) -> Sentinel:
    """redis-py's view of these Sentinels."""
    return Sentinel(  # type: ignore[no-untyped-call]
        address.hosts, sentinel_kwargs={"socket_timeout": _CONNECT_S, "socket_connect_timeout": _CONNECT_S},
        db=address.db, **_options(address),
    )  # fmt: skip


def client_of(url: str) -> Redis:
    """redis-py for what lies beside the logs: it asks once and waits 5 s, where its default is to ask ten times."""
    address = address_of(url)
    match address.kind:
        case "single":
            return Redis.from_url(
                url, retry=Retry(NoBackoff(), 0), socket_timeout=_ANSWER_S, socket_connect_timeout=_CONNECT_S
            )
        case "sentinel":
            return cast(Redis, sentinel_of(address).master_for(address.name, redis_class=Redis))
        case "cluster":
            nodes = [ClusterNode(host, port) for host, port in address.hosts]
            # It has all methods that we use.
            return cast(Redis, RedisCluster(startup_nodes=nodes, require_full_coverage=False, **_options(address)))


def _options(address: Address) -> dict[str, Any]:
    return {
        "username": address.username, "password": address.password, "ssl": address.tls,
        "retry": Retry(NoBackoff(), 0), "socket_timeout": _ANSWER_S, "socket_connect_timeout": _CONNECT_S,
    }  # fmt: skip
