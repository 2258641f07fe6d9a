"""The scripts by name: the room each is played in, and its steps."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec import Struct

from giotay.demo import assembly, congress, council, first_meeting, script
from giotay.demo.steps import Step
from giotay_protocol.names import Locale

FIRST: Final = "first-meeting"


class Script(Struct, frozen=True):
    """`request(locale, key)` is the body of `POST /api/rooms`."""

    request: Callable[[Locale, str], dict[str, Any]]
    steps: tuple[Step, ...]


SCRIPTS: Final[Mapping[str, Script]] = {
    FIRST: Script(first_meeting.request, script.STEPS),
    "assembly": Script(assembly.request, assembly.STEPS),
    "council": Script(council.request, council.STEPS),
    "congress": Script(congress.request, congress.STEPS),
}
