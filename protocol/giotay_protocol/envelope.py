"""What a client sends around its commands: who it is, where it stopped, what page it wants."""

from typing import Annotated

from msgspec import Meta, Struct

from giotay_protocol.names import Ref

Head = Annotated[str, Meta(pattern=r"^[0-9a-f]{24}\Z")]
Seq = Annotated[int, Meta(ge=0, le=2**53)]


class Client(Struct, frozen=True, kw_only=True):
    """Which program is speaking."""

    app: Annotated[str, Meta(min_length=1, max_length=40)] = "other"
    version: Annotated[str, Meta(max_length=40)] = "1"


class Auth(Struct, frozen=True, kw_only=True):
    """The `auth` of a Socket.IO connect."""

    token: Annotated[str, Meta(min_length=1, max_length=200)]
    seq: Seq | None = None
    head: Head | None = None
    client: Client = Client()


class Resync(Struct, frozen=True, kw_only=True):
    seq: Seq
    head: Head


class ClockQuestion(Struct, frozen=True, kw_only=True):
    sent: Annotated[float, Meta(ge=-1e15, le=1e15)]


class PageQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One page of a collection, in the order of `born`, then id."""

    collection: Ref
    limit: Annotated[int, Meta(ge=1, le=200)]
    before: Ref | None = None
    after: Ref | None = None
    where: Annotated[dict[str, str | int | float | bool | None], Meta(max_length=10)] | None = None


class TypingNotice(Struct, frozen=True, kw_only=True):
    on: Ref | None = None
