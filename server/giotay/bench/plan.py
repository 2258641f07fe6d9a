"""What a load process is told to do, and what it answers: one JSON line each."""

from typing import Literal

from msgspec import Struct

Scenario = Literal["quiet", "fanout", "rooms", "storm", "idle"]


class Plan(Struct, frozen=True, kw_only=True):
    """One scenario on one server.

    `connect` has the packet with which each phone comes in; there are as many phones. Each command is posted by the
    next phone in turn, `rate` of them a second. `silent` phones stop reading. CPU and memory are those of `pids`
    (none: of a server elsewhere). `rooms`: phones are in rooms of so many, and each posts as often as it may.
    """

    scenario: Scenario
    host: str
    port: int
    connect: list[str]
    tls: bool = False
    rate: float = 0
    seconds: float = 5
    pids: list[int] = []
    silent: int = 0
    rooms: int = 0


class Figures(Struct, kw_only=True):
    """What came of it. Delays in ms; CPU in µs a delivery, or of a command (`first_cpu_us`: without the store's);
    shares of one core in per cent.
    """

    phones: int
    sent: int = 0
    delivered: int = 0
    lost: int = 0
    repeated: int = 0
    refused: int = 0
    cpu_us: float | None = None
    first_cpu_us: float | None = None
    cpu_share: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None
    ack_p50: float | None = None
    ack_p99: float | None = None
    a_second: float | None = None
    kb_a_phone: float | None = None
    bytes_a_delivery: float | None = None
    bytes_a_phone: float | None = None
    frames_a_phone: float | None = None
    load_share: float | None = None
