"""The order in which waiting hands are heard, kept as ranks with gaps.

A rank is a sort key and nothing else. A new hand takes a rank between its neighbours, so that no other hand changes;
the discipline decides between which neighbours. Hands that the desk pinned stay where they were put.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from giotay_protocol.entities import Hand
from giotay_protocol.names import Discipline, Intent

GAP: Final = 1 << 24
_BAND: Final = 1 << 47  # at most 16 bands: ranks stay below 2**52, exact in every client's numbers
TIER: Final[dict[Intent, int]] = {
    "privilege": 0, "order": 1, "question": 2, "correction": 2, "reply": 3, "motion": 4, "debate": 5, "speak": 6,
    "supplement": 7,
}  # fmt: skip
_LAST: Final = 1 << 60


class Place(Struct, frozen=True):
    """Where a hand goes: its rank, and the ranks of others that had to change to make room."""

    rank: int
    ranks: dict[str, int]


def order_key(tier: int, first_time: bool, born: int, discipline: Sequence[Discipline]) -> tuple[int, ...]:
    """What the disciplines, in their order, compare; the one who came first breaks every tie."""
    parts: list[int] = []
    for rule in discipline:
        match rule:
            case "tier":
                parts.append(tier)
            case "first_time":
                parts.append(0 if first_time else 1)
            case _:
                break
    return (*parts, born)


def key_of(hand: Hand, discipline: Sequence[Discipline]) -> tuple[int, ...]:
    """The order key of a waiting hand."""
    return order_key(hand.tier, hand.first_time, hand.born, discipline)


def band_of(tier: int, first_time: bool, discipline: Sequence[Discipline]) -> int:
    """The lowest rank for hands of this tier: it leaves those of other tiers room to grow."""
    band = 0
    for rule in discipline:
        if rule == "tier":
            band = band * 8 + tier
        elif rule == "first_time":
            band = band * 2 + (0 if first_time else 1)
        else:
            break
    return band * _BAND


def join(hands: Sequence[Hand], tier: int, first_time: bool, discipline: Sequence[Discipline], *, moved: bool) -> Place:
    """[Q1] [Q2] The place of a new hand: behind all that are heard before it, and behind those pinned there.

    Where no hand was `moved` the line is in the discipline's order, and need not be walked.
    """
    mine = order_key(tier, first_time, _LAST, discipline)
    if not moved:
        place = bisect_right(hands, mine, key=lambda hand: key_of(hand, discipline))
        return at(hands, place, band_of(tier, first_time, discipline))
    index = place = len(hands)
    while index > 0:
        hand = hands[index - 1]
        if not hand.pinned:
            if key_of(hand, discipline) <= mine:
                break
            place = index - 1
        index -= 1
    return at(hands, place, band_of(tier, first_time, discipline))


def at(hands: Sequence[Hand], index: int, base: int | None = None) -> Place:
    """A rank at this index of the line, not below `base` if there is room."""
    before = hands[index - 1].rank if index > 0 else None
    after = hands[index].rank if index < len(hands) else None
    rank = _between(before, after, base)
    if rank is not None:
        return Place(rank, {})
    # No room left between two neighbours: spread the whole line anew.
    spread = [*hands[:index], None, *hands[index:]]
    ranks = {hand.id: (place + 1) * GAP for place, hand in enumerate(spread) if hand is not None}
    changed = {hand.id: ranks[hand.id] for hand in hands if ranks[hand.id] != hand.rank}
    return Place((index + 1) * GAP, changed)


def back_at(hands: Sequence[Hand], rank: int) -> Place:
    """The place of a hand that returns to where it was: its old rank, or right before whoever has it now."""
    index = next((place for place, hand in enumerate(hands) if hand.rank >= rank), len(hands))
    if index == len(hands) or hands[index].rank > rank:
        return Place(rank, {})
    return at(hands, index)


def _between(before: int | None, after: int | None, base: int | None) -> int | None:
    wish = base if base is not None else GAP
    if before is not None:
        wish = max(before + GAP, base if base is not None else before + GAP)
    if after is None:
        return wish
    if wish < after and (before is not None or base is not None):
        return wish
    low = before if before is not None else after - 2 * GAP
    middle = (low + after) // 2
    return middle if middle > low else None
