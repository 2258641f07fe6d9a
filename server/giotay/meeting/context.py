"""What a decision may know beside the meeting's state: who asks, when, and facts that live beside the log.

The rules read no clock and invent no id; both arrive here, so that a decision can be repeated.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from giotay.meeting.profile import Profile
from giotay_protocol.commands import Section
from giotay_protocol.names import Class, Office


class Actor(Struct, frozen=True, kw_only=True, gc=False):
    """Who gives a command. `member` is None for the host (who made the room) and for timers."""

    member: str | None
    office: Office | None
    cls: Class
    host: bool = False


class Context(Struct, frozen=True, kw_only=True):
    """Facts for one decision.

    `now` is the room's clock in ms and never runs back; `fresh("c")` gives a new id `c_…`; `online` are the members
    with a connection; `offline_since[m]` is when a member's last connection ended (absent: never seen here or online);
    `seed` is for draws; `profiles` are the kinds of organisation by name. `anonymous_id` stands for the command's id
    where its sender is not to be known; `pairing` are the letters that projectors show now (None: not known here).
    `urn` is what was chosen so far in the secret poll that is open, by option; only who closes it is told.
    `head` is the log's head that the decision stands on, 24 hex digits.
    `draft` is what the member concerned has drafted on the item that `statement.submit` names (None: nothing).
    """

    actor: Actor
    now: int
    fresh: Callable[[str], str]
    online: frozenset[str]
    offline_since: Mapping[str, int]
    seed: int
    profiles: Mapping[str, Profile]
    anonymous_id: str | None = None
    pairing: frozenset[str] | None = None
    urn: Mapping[str, int] | None = None
    head: str = ""
    draft: Sequence[Section] | None = None
