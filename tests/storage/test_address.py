"""What an operator may write for a store: one server, Sentinels, a cluster; anything else is refused in a sentence."""

import pytest

from giotay.settings import SettingsError, load
from giotay.storage.address import Address, BadAddress, address_of


@pytest.mark.parametrize(
    "url", ["redis://127.0.0.1:6379/0", "rediss://:secret@store.example", "unix:///run/store.sock"]
)
def test_one_server(url: str) -> None:
    assert address_of(url).kind == "single"


def test_sentinels_name_a_primary() -> None:
    assert address_of("redis+sentinel://me:s%40cret@a:1,b,[::1]:3/mymaster/2") == Address(
        url="redis+sentinel://me:s%40cret@a:1,b,[::1]:3/mymaster/2", kind="sentinel",
        hosts=[("a", 1), ("b", 26379), ("::1", 3)], name="mymaster", db=2, username="me", password="s@cret", tls=False,
    )  # fmt: skip


def test_a_cluster_is_known_by_some_of_its_nodes() -> None:
    found = address_of("rediss+cluster://a:7000,b:7001")
    assert (found.kind, found.hosts, found.tls) == ("cluster", [("a", 7000), ("b", 7001)], True)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://a", "redis is a URL"),
        ("redis+sentinel://a:1", "ends in the primary's name"),
        ("redis+sentinel://a:1/mymaster/two", "The database is a number"),
        ("redis+cluster://a:1/0", "A cluster has no databases"),
        ("redis+cluster://a:one", "Hosts are written host:port"),
        ("redis+cluster://a:1,,b", "Hosts are written host:port"),
        ("redis+ring://a:1", "redis is a URL"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(BadAddress, match=sentence):
        address_of(url)
    with pytest.raises(SettingsError, match=sentence):
        load({"redis": url}, {})


def test_the_embedded_store_has_no_replica() -> None:
    with pytest.raises(SettingsError, match="needs --redis"):
        load({"durability": "replicated"}, {})
