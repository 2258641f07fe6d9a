"""The order policies of a queue: what the disciplines compare, one after the other, and where a new hand goes.

`tier`, `first_time` and `first_come` never change while a hand waits; a line under them alone is always sorted and need
not be walked. `least_time` and `rota` look at the member, `alternate` at the neighbours: there a new hand is put where
it belongs now, and no other hand moves for it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from giotay.meeting import line
from giotay.meeting.line import Place
from giotay.meeting.rota import OFFICES
from giotay_protocol.entities import Hand, Member
from giotay_protocol.names import Discipline

MemberOf = Callable[[str], Member | None]
Key = tuple[int | str, ...]
# What a line under nothing else is always sorted by.
STEADY: Final[frozenset[Discipline]] = frozenset({"tier", "first_time", "first_come", "chair"})
_LAST: Final = 1 << 60


class Claim(Struct, frozen=True):
    """What a hand that is being raised brings with it."""

    member: str
    tier: int
    first_time: bool
    born: int = _LAST


class Policy(Struct, frozen=True):
    """The disciplines of a queue, who the members are, and the group of who spoke last in it (None: nobody did)."""

    discipline: Sequence[Discipline]
    member_of: MemberOf
    spoke_last: str | None = None

    @property
    def steady(self) -> bool:
        """Whether nothing but the hands themselves decides."""
        return STEADY.issuperset(self.discipline)

    def key(self, hand: Hand | Claim, discipline: Sequence[Discipline] | None = None) -> Key:
        """[Q11] What is compared, in this order; the one who came first breaks every tie."""
        parts: list[int | str] = []
        for rule in self.discipline if discipline is None else discipline:
            match rule:
                case "tier":
                    parts.append(hand.tier)
                case "first_time":
                    parts.append(0 if hand.first_time else 1)
                case "least_time":
                    # [Q13] Who has spoken least.
                    member = self.member_of(hand.member)
                    parts.append(member.spoken_ms if member is not None else 0)
                case "rota":
                    # [Q15] Chair, deputies, members; by name among equals.
                    member = self.member_of(hand.member)
                    parts += (OFFICES.get(member.office, 2), member.sort_key) if member is not None else (2, "")
                case "alternate":
                    pass
                case "first_come" | "chair":
                    # [Q16] Where the chair chooses freely the list is advice: who came first.
                    break
        return (*parts, hand.born)

    def group(self, hand: Hand | Claim) -> str:
        """What a member said of themselves; those who said nothing are a group, too."""
        member = self.member_of(hand.member)
        return (member.group or "") if member is not None else ""

    def split(self) -> tuple[Sequence[Discipline], Sequence[Discipline]] | None:
        """What comes before the alternation and what after it; None where there is none."""
        for place, rule in enumerate(self.discipline):
            if rule == "alternate":
                return self.discipline[:place], self.discipline[place + 1 :]
            if rule in ("first_come", "chair"):
                return None
        return None


def join(hands: Sequence[Hand], claim: Claim, policy: Policy, *, moved: bool) -> Place:
    """[Q1] [Q2] The place of a new hand; no other hand changes its place among the others."""
    if policy.steady:
        return line.join(hands, claim.tier, claim.first_time, policy.discipline, moved=moved)
    hands, split = hands[:], policy.split()
    if split is None:
        place = _behind(hands, policy, policy.key(claim), 0, len(hands), None)
    else:
        place = _between_groups(hands, claim, policy, *split)
    return line.at(hands, place, line.band_of(claim.tier, claim.first_time, policy.discipline))


def _behind(
    hands: Sequence[Hand], policy: Policy, mine: Key, first: int, end: int, discipline: Sequence[Discipline] | None
) -> int:  # fmt: skip
    """The index behind all, from `first` up to `end`, that are heard before; those pinned are passed with them."""
    place = index = end
    while index > first:
        hand = hands[index - 1]
        if not hand.pinned:
            if policy.key(hand, discipline) <= mine:
                break
            place = index - 1
        index -= 1
    return place


def _between_groups(
    hands: Sequence[Hand], claim: Claim, policy: Policy, before: Sequence[Discipline], after: Sequence[Discipline]
) -> int:  # fmt: skip
    """[Q14] Behind one's own group, and there between two who would be of the same group."""
    mine, band = policy.key(claim, after), policy.key(claim, before)[:-1]
    end = _behind(hands, policy, (*band, _LAST), 0, len(hands), before)
    first = end
    if not before:
        first = 0
    while first > 0 and (hands[first - 1].pinned or policy.key(hands[first - 1], before)[:-1] == band):
        first -= 1
    group = policy.group(claim)
    groups = [policy.group(hand) for hand in hands[first:end]]
    lowest = first
    for index in range(first, end):
        hand = hands[index]
        if not hand.pinned and groups[index - first] == group and policy.key(hand, after) <= mine:
            lowest = index + 1
    former = groups[lowest - first - 1] if lowest > first else policy.spoke_last if first == 0 else None
    for index in range(lowest, end):
        if groups[index - first] == former != group:
            return index
        former = groups[index - first]
    return _behind(hands, policy, mine, lowest, end, after)


def rearranged(hands: Sequence[Hand], policy: Policy) -> dict[str, int]:
    """[Q11] The ranks that change when a line takes another policy; pinned hands keep their place in it."""
    free = iter(arranged([hand for hand in hands if not hand.pinned], policy))
    ordered = [hand if hand.pinned else next(free) for hand in hands]
    ranks = [hand.rank for hand in hands]
    return {hand.id: rank for hand, rank in zip(ordered, ranks, strict=True) if hand.rank != rank}


def arranged(hands: Sequence[Hand], policy: Policy) -> list[Hand]:
    """[Q11] These hands in the order of the policy."""
    ordered = sorted(hands, key=policy.key)
    split = policy.split()
    if split is None:
        return ordered
    before, _ = split
    found: list[Hand] = []
    spoke_last = policy.spoke_last
    for _, band in groupby(ordered, key=lambda hand: policy.key(hand, before)[:-1]):
        found += _alternated(list(band), policy, spoke_last)
        spoke_last = None
    return found


def _alternated(hands: list[Hand], policy: Policy, spoke_last: str | None) -> list[Hand]:
    """[Q14] The first of another group than the one before, as long as there is one."""
    waiting: dict[str, deque[tuple[int, Hand]]] = {}
    for place, hand in enumerate(hands):
        waiting.setdefault(policy.group(hand), deque()).append((place, hand))
    found: list[Hand] = []
    former = spoke_last
    while waiting:
        others = [group for group in waiting if group != former] or list(waiting)
        former = min(others, key=lambda group: waiting[group][0][0])
        found.append(waiting[former].popleft()[1])
        if not waiting[former]:
            del waiting[former]
    return found
