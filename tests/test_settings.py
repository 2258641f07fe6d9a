"""Settings: the command line beats the environment, which beats a file; a wrong one is refused in a sentence."""

from pathlib import Path

import pytest

from giotay.settings import SettingsError, load


def test_without_any_setting_the_defaults_hold() -> None:
    settings = load({}, {})
    assert (settings.host, settings.port, settings.workers, settings.durability) == ("0.0.0.0", 8080, 1, "always")
    assert settings.address.startswith("http://")


def test_the_command_line_beats_the_environment_beats_the_file(tmp_path: Path) -> None:
    file = tmp_path / "giotay.toml"
    file.write_text('port = 1001\nhost = "127.0.0.1"\ndurability = "everysec"\n')
    settings = load({"port": "1003"}, {"GIOTAY_PORT": "1002", "GIOTAY_HOST": "127.0.0.2"}, file)
    assert (settings.port, settings.host, settings.durability) == (1003, "127.0.0.2", "everysec")


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"port": "eighty"}, "port"),
        ({"port": "70000"}, "port"),
        ({"workers": "0"}, "workers"),
        ({"durability": "sometimes"}, "durability"),
        ({"public_url": "192.168.1.10"}, "public_url"),
        ({"public_url": "http://10.0.0.1/path"}, "public_url"),
        ({"redis": "localhost:6379"}, "redis"),
        ({"host_key": "short"}, "host_key"),
        ({"trusted_proxy": "perhaps"}, "trusted_proxy"),
        ({"trusted_proxy": "10.0.0.5,"}, "trusted_proxy"),
        ({"tls_cert": "cert.pem"}, "tls_key"),
        ({"tls_cert": "c", "tls_key": "k", "workers": "2"}, "proxy"),
        ({"node": "1"}, "node"),
        ({"node": "a.b"}, "node"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        load(given, {})


def test_a_file_that_is_missing_broken_or_has_an_unknown_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load({}, {}, tmp_path / "none.toml")
    file = tmp_path / "giotay.toml"
    file.write_text("port = = 1")
    with pytest.raises(SettingsError, match="no TOML"):
        load({}, {}, file)
    file.write_text("prot = 1")
    with pytest.raises(SettingsError, match="prot"):
        load({}, {}, file)


@pytest.mark.parametrize(
    ("url", "private"),
    [("http://192.168.1.10:8080", True), ("http://10.1.2.3", True), ("http://hall.local", True),
     ("https://meet.example.org", False), ("http://8.8.8.8", False)],
)  # fmt: skip
def test_a_private_address_may_have_a_short_code(url: str, private: bool) -> None:
    assert load({"public_url": url}, {}).is_private is private


def test_whose_word_is_believed_may_be_said_in_every_way() -> None:
    for given, trusted in ((True, True), ("true", True), ("1", True), ("false", False), ("10.0.0.5", "10.0.0.5")):
        assert load({"trusted_proxy": given}, {}).trusted_proxy == trusted
    assert load({}, {"GIOTAY_TRUSTED_PROXY": "10.1.0.0/16,fd00::/8"}).trusted_proxy == "10.1.0.0/16,fd00::/8"
    assert load({}, {}).trusted_proxy is False
