"""What the HTTP side works with; made by the composition root."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from aiohttp import web
from msgspec import Struct, field

from giotay.engine.server import EngineServer
from giotay.gateway.commands import Commands
from giotay.gateway.credentials import Credentials
from giotay.gateway.pairing import Pairing
from giotay.gateway.rates import Limits
from giotay.http.neighbours import Neighbours
from giotay.http.opened import Opened
from giotay.http.papers import Papers
from giotay.meeting.profile import Profile
from giotay.papers.bundles import Bundles
from giotay.papers.making import Making
from giotay.room.hub import Hub
from giotay.storage.claims import Claims
from giotay.storage.directory import Directory
from giotay.storage.drafts import Drafts
from giotay.storage.files import Files
from giotay.storage.hooks import Hooks
from giotay.storage.log import EventLog
from giotay.storage.slips import Slips
from giotay.storage.tokens import Tokens


class Public(Protocol):
    """What of the operator's settings matters here."""

    @property
    def address(self) -> str:
        """The one public address, without a slash at the end."""

    @property
    def is_private(self) -> bool:
        """Whether it is one of a private network."""

    @property
    def durability(self) -> Literal["replicated", "always", "everysec", "memory"]: ...

    @property
    def max_upload(self) -> int:
        """How many bytes a document may have."""

    @property
    def trusted_proxy(self) -> bool | str:
        """Whose word about others is believed."""


class Services(Struct, frozen=True, kw_only=True):
    """Everything a request may need. `now` is the room's clock in ms."""

    settings: Public
    host_key: str
    now: Callable[[], int]
    hub: Hub
    store: EventLog
    drafts: Drafts
    files: Files
    hooks: Hooks
    credentials: Credentials
    commands: Commands
    pairing: Pairing
    tokens: Tokens
    claims: Claims
    directory: Directory
    slips: Slips
    limits: Limits
    engine: EngineServer
    profiles: Mapping[str, Profile]
    papers: Papers = field(default_factory=Papers)
    making: Making = field(default_factory=Making)
    bundles: Bundles
    opened: Opened
    neighbours: Neighbours | None = None


SERVICES: web.AppKey[Services] = web.AppKey("services", Services)
