"""What an operator may set: on the command line, in the environment (`GIOTAY_…`) or in a TOML file, in this order.

A wrong setting is refused in one sentence before anything starts.
"""

import os
import socket
import tomllib
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

from giotay.storage.address import BadAddress, address_of

Durability = Literal["replicated", "always", "everysec", "memory"]
Port = Annotated[int, Meta(ge=0, le=65_535)]
Upload = Annotated[int, Meta(ge=1_024, le=1024 * 1024 * 1024)]
Workers = Annotated[int, Meta(ge=1, le=64)]
# A letter first, so that no name is taken for a worker's number.
NodeName = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,31}$")]


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence for the operator."""


class ServerSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How this server runs.

    `redis` is an operator's own store (one server, Sentinels or a cluster: `storage/address.py`); without it the
    embedded one runs in `data`. `durability` is what the store must keep: `replicated` (an acknowledged tap is on its
    disk and on those of all replicas in line), `always` (on its disk), `everysec` (a crash may lose a second) or
    `memory`. `profiles` is a folder with the host's own profiles. `files` is a folder for documents, or a bucket
    `s3://bucket/prefix` (at `s3_endpoint` where it is not AWS's, with `s3_key` and `s3_secret`); they otherwise lie
    in the store. `max_upload` is how many bytes one may have. `trusted_proxy` believes `X-Forwarded-For`: of whoever
    connects (true), or of these addresses and networks. `tls_cert` and `tls_key` are files with a certificate and its
    key, for https without a proxy. `node` is this server's name among several behind one proxy; it stands in the ids
    of its connections, so that the proxy finds the server of each. `sibling` and `between` are set for the further
    processes of `workers`: their number from 1, and the folder in which all of them meet.
    """

    host: str = "0.0.0.0"  # noqa: S104 - a hall's phones must reach it
    port: Port = 8080
    public_url: str | None = None
    redis: str | None = None
    data: Path = Path(".giotay")
    workers: Workers = 1
    durability: Durability = "always"
    host_key: str | None = None
    profiles: Path | None = None
    files: str | None = None
    s3_endpoint: str | None = None
    s3_region: str | None = None
    s3_key: str | None = None
    s3_secret: str | None = None
    max_upload: Upload = 50 * 1024 * 1024
    trusted_proxy: bool | str = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    node: NodeName | None = None
    sibling: int = 0
    between: Path | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["plain", "json"] = "plain"

    @property
    def shares_port(self) -> bool:
        """Whether other processes serve the same port."""
        return self.sibling > 0 or self.workers > 1

    @property
    def has_others(self) -> bool:
        """Whether other nodes may serve the same rooms: the store is reached over a network."""
        return self.redis is not None and not self.redis.startswith("unix:")

    @property
    def address(self) -> str:
        """The one public address, without a slash at the end: what is printed, what a QR holds."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        scheme, usual = ("http", 80) if self.tls_cert is None else ("https", 443)
        port = "" if self.port == usual else f":{self.port}"
        return f"{scheme}://{default_address()}{port}"

    @property
    def local(self) -> str:
        """How a program on this machine reaches it."""
        return f"{'http' if self.tls_cert is None else 'https'}://127.0.0.1:{self.port}"

    @property
    def is_private(self) -> bool:
        """Whether the public address is of a private network, where a short code is enough."""
        name = urlsplit(self.address).hostname or ""
        try:
            return ip_address(name).is_private
        except ValueError:
            return name == "localhost" or name.endswith((".local", ".lan", ".home.arpa", ".test"))


def default_address() -> str:
    """This machine's address on its default route, as phones on the same network see it; 127.0.0.1 without one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only chooses the route.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def in_container() -> bool:
    """Whether this machine's own address is one that only its neighbours in a container engine know."""
    return "KUBERNETES_SERVICE_HOST" in os.environ or any(map(os.path.exists, ("/.dockerenv", "/run/.containerenv")))


def load(
    given: Mapping[str, Any], environment: Mapping[str, str] = os.environ, file: Path | None = None
) -> ServerSettings:
    """The settings in force. Raises SettingsError."""
    chosen: dict[str, Any] = {}
    if file is not None:
        try:
            chosen |= tomllib.loads(file.read_text("utf-8"))
        except OSError as error:
            raise SettingsError(f"The settings file {file} cannot be read: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"The settings file {file} is no TOML: {error}.") from error
    fields = {field.name: field for field in msgspec.structs.fields(ServerSettings)}
    for name in fields:
        value = environment.get(f"GIOTAY_{name.upper()}")
        if value:
            chosen[name] = value
    chosen |= {name: value for name, value in given.items() if value is not None}
    if isinstance(said := chosen.get("trusted_proxy"), str):
        chosen["trusted_proxy"] = {"true": True, "1": True, "false": False, "0": False}.get(said.lower(), said)
    try:
        settings = msgspec.convert(
            {k: str(v) if isinstance(v, Path) else v for k, v in chosen.items()},
            ServerSettings,
            strict=False,
            dec_hook=_path,
        )
    except msgspec.ValidationError as error:
        raise SettingsError(f"A setting is wrong: {error}.") from error
    return _checked(settings)


def _path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f"no setting is a {kind}")


def _checked(settings: ServerSettings) -> ServerSettings:
    if settings.public_url is not None:
        parts = urlsplit(settings.public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
            raise SettingsError(
                f"public_url is an address such as http://192.168.1.10:8080, not {settings.public_url!r}."
            )
    if settings.redis is not None:
        try:
            address_of(settings.redis)
        except BadAddress as error:
            raise SettingsError(str(error)) from None
    elif settings.durability == "replicated":
        raise SettingsError("The embedded store has no replica: --durability replicated needs --redis.")
    if isinstance(settings.trusted_proxy, str):
        try:
            for each in settings.trusted_proxy.split(","):
                ip_network(each.strip(), strict=False)
        except ValueError:
            raise SettingsError(
                "trusted_proxy is true, or the addresses of your proxies, such as 10.0.0.5,10.1.0.0/16, "
                f"not {settings.trusted_proxy!r}."
            ) from None
    _check_files(settings)
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise SettingsError("tls_cert and tls_key belong together.")
    if settings.tls_cert is not None and settings.workers > 1:
        raise SettingsError("Several workers speak no TLS themselves: put a proxy in front, or leave workers at 1.")
    if settings.host_key is not None and len(settings.host_key) < 16:
        raise SettingsError("host_key must have at least 16 characters.")
    return settings


def _check_files(settings: ServerSettings) -> None:
    parts = urlsplit(settings.files or "")
    if parts.scheme == "s3" and (not parts.netloc or parts.query or parts.fragment):
        raise SettingsError("files is a folder, or a bucket such as s3://bucket/prefix.")
    if len(parts.scheme) > 1 and parts.scheme != "s3":
        raise SettingsError(f"files is a folder, or a bucket such as s3://bucket/prefix, not a {parts.scheme} address.")
    if settings.s3_endpoint is not None and urlsplit(settings.s3_endpoint).scheme not in ("http", "https"):
        raise SettingsError("s3_endpoint is an address such as https://s3.example.org.")
    if (settings.s3_key is None) != (settings.s3_secret is None):
        raise SettingsError("s3_key and s3_secret belong together.")
