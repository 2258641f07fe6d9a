"""What the rules cost: commands on a long queue, comments, and a phone's view of a room with many of them.

Decide, evolve and the patch of the hall, by the rules alone, without a socket or a store. CPU of this process.
"""

import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct, to_builtins
from rich.console import Console
from rich.table import Table

from giotay.meeting.authority import actor_of
from giotay.meeting.birth import Founding, NewItem, NewMember
from giotay.meeting.decide import decide
from giotay.meeting.evolve import evolve
from giotay.room.view import class_patch, fresh_view
from giotay_protocol.codec import command_of, encode
from tests.meeting.hall import Hall

MEMBERS, HANDS, COMMENTS, ROUNDS = 500, 200, 10_000, 200
QUEUE_MS, QUEUE_BYTES, POLICY_BYTES, COMMENT_US, VIEW_BYTES = 1.0, 2_000, 300, 30.0, 60_000
CHAIR = "m_1"


class Cost(Struct):
    """What one kind of command cost, over many."""

    what: str
    p50_ms: float
    p99_ms: float
    bytes_max: int
    missed: bool = False


class Meter:
    """Gives commands to a hall and notes what each took."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.times: dict[str, list[float]] = {}
        self.sizes: dict[str, list[int]] = {}

    def do(self, what: str, type: str, by: str, **fields: Any) -> str:
        """One command; answers what came into being."""
        hall, before = self.hall, self.hall.state.seq
        hall.now += 1_000
        key = f"b{before}"
        command = command_of({"id": key, "type": type, **fields})
        context = hall.context(actor_of(hall.state, by))
        start = time.process_time_ns()
        events = decide(hall.state, command, context)
        for event in events:
            event.seq, event.at, event.by, event.command = hall.state.seq + 1, hall.now, by, key
            evolve(hall.state, event)  # type: ignore[arg-type]
        patch = encode(class_patch(hall.state, hall.state.changed_since(before), "hall"))
        self.times.setdefault(what, []).append((time.process_time_ns() - start) / 1e6)
        self.sizes.setdefault(what, []).append(len(patch))
        made = hall.state.repeat_of(by, key)
        assert made is not None
        return next(iter((made.result or {}).values()), "")

    def cost(self, what: str, missed: Callable[[Cost], bool]) -> Cost:
        times = sorted(self.times[what])
        found = Cost(what, times[len(times) // 2], times[int(len(times) * 0.99)], max(self.sizes[what]))
        found.missed = missed(found)
        return found


def founded() -> Hall:
    """Everybody is here, in groups, and the meeting is open."""
    members = [
        NewMember(name=f"Nguyễn Văn {n}", office="chair" if n == 0 else "member", group=f"G{n // 60}")
        for n in range(MEMBERS)
    ]
    hall = Hall(Founding(title="Bench", members=members, agenda=[NewItem(title="Một")]))
    for number in range(1, MEMBERS + 1):
        hall.do("attendance.check_in", by=f"m_{number}")
    hall.do("meeting.open", by=CHAIR)
    hall.do("agenda.start", by=CHAIR, item="i_1")
    return hall


def queue() -> list[Cost]:
    """Raise, lower, move, grant and end while two hundred wait; and a change of policy."""
    meter = Meter(founded())
    hall = meter.hall
    hands = [hall.do("hand.raise", by=f"m_{number}") for number in range(2, HANDS + 2)]
    for number in range(ROUNDS):
        guest = f"m_{HANDS + 10 + number}"
        hand = meter.do("hand.raise", "hand.raise", guest)
        meter.do("hand.move", "hand.move", CHAIR, hand=hand, before=hands[HANDS // 2])
        meter.do("hand.move to top", "hand.move", CHAIR, hand=hands[-1 - number % 150], to_top=True)
        turn = meter.do("floor.grant", "floor.grant", CHAIR, hand=hand, after=None)
        hall.do("turn.start", by=CHAIR, turn=turn)
        meter.do("turn.end", "turn.end", CHAIR, turn=turn)
        hand = hall.do("hand.raise", by=f"m_{MEMBERS}")
        meter.do("hand.lower", "hand.lower", f"m_{MEMBERS}", hand=hand)
    # Pinned hands keep their place: the policy is measured where nobody was moved.
    meter.hall = founded()
    for number in range(2, HANDS + 2):
        meter.hall.do("hand.raise", by=f"m_{number}")
    policies = (["tier", "alternate", "first_come"], ["tier", "first_come"])
    for number in range(6):
        meter.do("queue.update (policy)", "queue.update", CHAIR, item="i_1", discipline=policies[number % 2])
    found = [
        meter.cost(what, lambda cost: cost.p99_ms > QUEUE_MS or cost.bytes_max > QUEUE_BYTES)
        for what in meter.times
        if "policy" not in what
    ]
    return [*found, meter.cost("queue.update (policy)", lambda cost: cost.bytes_max > POLICY_BYTES * HANDS)]


def comments() -> tuple[Cost, int]:
    """Ten thousand comments, the last thousand measured; and what a phone's view of them weighs."""
    hall = founded()
    meter = Meter(hall)
    for number in range(COMMENTS):
        about = {"by": f"m_{number % MEMBERS + 1}", "body": f"Ý kiến {number}: tôi nhất trí với dự thảo.", "on": "i_1"}
        if number < COMMENTS - 1_000:
            hall.do("comment.post", **about)
        else:
            meter.do("comment.post", "comment.post", about.pop("by"), **about)
    view = len(encode(fresh_view(hall.state, "hall", "m_9")))
    return meter.cost("comment.post", lambda cost: cost.p50_ms * 1_000 > COMMENT_US), view


def rules(console: Console) -> tuple[dict[str, Any], bool]:
    """Measure, print; the numbers, and whether a target was missed."""
    table = Table(title=f"the floor: {MEMBERS} members, {HANDS} hands waiting")
    for column in ("", "CPU p50 · p99", "largest patch", ""):
        table.add_column(column, justify="left" if not column else "right")
    costs = queue()
    posting, view = comments()
    for cost in (*costs, posting):
        table.add_row(
            cost.what, f"{cost.p50_ms:.3f} · {cost.p99_ms:.3f} ms", f"{cost.bytes_max:,} B",
            "missed" if cost.missed else "",
        )  # fmt: skip
    weighs = view > VIEW_BYTES
    table.add_row(f"a phone's view, {COMMENTS:,} comments", "", f"{view:,} B", "missed" if weighs else "")
    console.print(table)
    found = {"commands": to_builtins([*costs, posting]), "view_bytes": view}
    return found, weighs or any(cost.missed for cost in (*costs, posting))


if __name__ == "__main__":
    rules(Console())
