"""The addresses that are given out: one public address, a page for each, the token in the fragment, so in no log."""

from typing import Final

from giotay_protocol.entities import Member
from giotay_protocol.names import Office

_AT_THE_DESK: Final[frozenset[Office]] = frozenset({"chair", "deputy", "secretary"})


def host_link(address: str, key: str) -> str:
    """The host's page."""
    return f"{address}/host#k={key}"


def screen_link(address: str, room: str, token: str) -> str:
    """A projector's page."""
    return f"{address}/screen/{room}#t={token}"


def member_link(address: str, room: str, member: Member, token: str) -> str:
    """A member's own page: the desk for who presides or may, else the phone."""
    page = "desk" if member.office in _AT_THE_DESK else "m"
    return f"{address}/{page}/{room}#t={token}"


def join_link(address: str, code: str) -> str:
    """What the QR in the hall holds; in capitals it makes a coarser QR, and the path takes any case."""
    return f"{address}/j/{code}"
