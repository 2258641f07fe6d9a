"""A certificate of the operator's own: what the server speaks TLS with, and what there is to say about it.

It is read at the start. A new one is taken with a restart, which loses nothing.
"""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from giotay.settings import ServerSettings, SettingsError


def context(settings: ServerSettings) -> ssl.SSLContext | None:
    """What to serve with; None where it is plain http. Raises SettingsError when the files are no certificate."""
    if settings.tls_cert is None or settings.tls_key is None:
        return None
    for file in (settings.tls_cert, settings.tls_key):
        if problem := _unreadable(file):
            raise SettingsError(problem)
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A key with a pass phrase would ask for it on the terminal and hold the start up.
        made.load_cert_chain(settings.tls_cert, settings.tls_key, password=lambda: "")
    except ssl.SSLError as error:
        reason = (error.reason or "no certificate and key in PEM").replace("_", " ").lower()
        raise SettingsError(
            f"{settings.tls_cert} and {settings.tls_key} are no certificate with its key: {reason}."
        ) from error
    return made


def trusted_here(settings: ServerSettings) -> ssl.SSLContext | bool:
    """How a program on this machine knows the server: by exactly this certificate, whatever name it is for."""
    return True if settings.tls_cert is None else _trusting(settings)


def _trusting(settings: ServerSettings) -> ssl.SSLContext:
    assert settings.tls_cert is not None
    if problem := _unreadable(settings.tls_cert):
        raise SettingsError(problem)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        trusting.load_verify_locations(settings.tls_cert)
    except ssl.SSLError as error:
        raise SettingsError(f"{settings.tls_cert} is no certificate in PEM.") from error
    return trusting


def _unreadable(file: Path) -> str | None:
    try:
        with file.open("rb"):
            return None
    except OSError as error:
        return f"{file} cannot be read: {error.strerror}."


class Seen(Struct, frozen=True):
    """A certificate as a phone judges it: when it ends, and whether it is for the name that phones open."""

    ends_at: datetime
    is_for_name: bool


def look(settings: ServerSettings) -> Seen:
    """Judge the certificate by a handshake in memory. Raises SettingsError when it is none or is not valid now."""
    serving, name = context(settings), urlsplit(settings.address).hostname or ""
    assert serving is not None, "there is a certificate"
    shown = _shaken(serving, _trusting(settings), name)
    knowing = _trusting(settings)
    knowing.check_hostname = True
    try:
        _shaken(serving, knowing, name)
        is_for_name = True
    except SettingsError:
        is_for_name = False
    ends = ssl.cert_time_to_seconds(str(shown["notAfter"]))
    return Seen(datetime.fromtimestamp(ends, UTC), is_for_name)


def _shaken(serving: ssl.SSLContext, trusting: ssl.SSLContext, name: str) -> dict[str, object]:
    """What the client sees of the server's certificate after a handshake without a network."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(to_client, to_server, server_hostname=name)
    server = serving.wrap_bio(to_server, to_client, server_side=True)
    try:
        while not _both_done(client, server):
            pass
    except ssl.SSLCertVerificationError as error:
        raise SettingsError(f"The certificate is not good: {error.verify_message}.") from error
    except ssl.SSLError as error:
        raise SettingsError(f"The certificate cannot be used: {error.reason}.") from error
    return dict(client.getpeercert() or {})


def _both_done(client: ssl.SSLObject, server: ssl.SSLObject) -> bool:
    done = True
    for end in (client, server):
        try:
            end.do_handshake()
        except ssl.SSLWantReadError:
            done = False
    return done
