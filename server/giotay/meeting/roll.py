"""The roll: every change of a member goes through here, so that the counts are always right and nobody counts.

It keeps how many there are and how many are present for each basis of a quorum, whether a large room hides its
roster, and from that the meeting's quorum.
"""

from hashlib import blake2b
from typing import Final

from msgspec.structs import replace

from giotay.meeting.hidden import Household, Tally
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import Meeting, Member, Quorum
from giotay_protocol.settings import QuorumRule

PRESENT: Final = frozenset({"present", "late"})
_NOT_COUNTED: Final = frozenset({"guest", "observer"})
_COUNTS: Final = (
    "roster", "present", "members", "members_present", "summoned", "summoned_present", "eligible", "eligible_present",
)  # fmt: skip


def is_present(member: Member) -> bool:
    """Whether the member is in the hall, on time or late."""
    return member.attendance.status in PRESENT


def tally_of(state: MeetingState) -> Tally:
    """The counts as they are now."""
    return state.get(Tally, "tally") or Tally(id="tally")


def put_member(state: MeetingState, member: Member) -> None:
    """Bring a member into the roll, or give them their new value."""
    _count(state, state.get(Member, member.id), member)
    state.put(member)
    weigh(state)


def remove_member(state: MeetingState, member: Member) -> None:
    """Take a member off the roll."""
    _count(state, member, None)
    state.remove(Member, member.id)
    weigh(state)


def hide_large(state: MeetingState, *, coming: int = 0) -> None:
    """[M6] A roster longer than `roster_shown` is hidden from the hall, once and for good; before whoever is `coming`,
    so that they are never shown at all.
    """  # fmt: skip
    tally = tally_of(state)
    if tally.roster_hidden or tally.roster + coming <= state.meeting.settings.roster_shown:
        return
    state.put(replace(tally, roster_hidden=True))
    for member in list(state.all(Member)):
        state.put(replace(member, listed=False))


# Counts ---------------------------------------------------------------------------------------------------------------


def _counts(member: Member | None) -> tuple[int, ...]:
    """What one member adds to each count of `_COUNTS`."""
    if member is None:
        return (0,) * len(_COUNTS)
    present = is_present(member)
    counted = member.office not in _NOT_COUNTED
    # Who is exempt and comes all the same is counted like the others.
    summoned = counted and (member.attendance.status != "exempt")
    eligible = summoned and member.votes
    return (
        1, int(present), int(counted), int(counted and present), int(summoned), int(summoned and present),
        int(eligible), int(eligible and present),
    )  # fmt: skip


def household_of(member: Member | None) -> str | None:
    """Which household a member belongs to: those of one unit are one, who has none is one alone."""
    if member is None or member.office in _NOT_COUNTED:
        return None
    return blake2b((member.unit or f"\0{member.id}").encode(), digest_size=8).hexdigest()


def _count(state: MeetingState, old: Member | None, new: Member | None) -> None:
    before, after = _counts(old), _counts(new)
    left, joined = household_of(old), household_of(new)
    if before == after and left == joined:
        return
    tally = tally_of(state)
    changes = {name: getattr(tally, name) + b - a for name, a, b in zip(_COUNTS, before, after, strict=True)}
    households, present = tally.households, tally.households_present
    for key, member, sign in ((left, old, -1), (joined, new, 1)):
        if key is None or member is None:
            continue
        was = state.get(Household, key) or Household(id=key, members=0, present=0)
        now = replace(was, members=was.members + sign, present=was.present + sign * is_present(member))
        households += (now.members > 0) - (was.members > 0)
        present += (now.present > 0) - (was.present > 0)
        if now.members:
            state.put(now)
        else:
            state.remove(Household, key)
    state.put(replace(tally, households=households, households_present=present, **changes))


# Quorum ---------------------------------------------------------------------------------------------------------------


def needed_of(rule: QuorumRule, count: int) -> int:
    """[A7] How many of `count` a quorum needs: a half means more than half, any other share at least that share."""
    return share_of(rule.share, count)


def share_of(share: str, count: int) -> int:
    """How many of `count` such a share is: `1/2` means more than half, any other at least that share."""
    over, under = (int(part) for part in share.split("/"))
    if 2 * over == under:
        return count // 2 + 1
    return -(-count * over // under)


def weigh(state: MeetingState) -> None:
    """Bring the meeting's quorum up to date with the roll, the settings and who presides."""
    meeting, tally = state.meeting, tally_of(state)
    rule = meeting.settings.quorum
    if rule is None:
        if meeting.quorum is not None:
            state.put(replace(meeting, quorum=None))
        return
    count, present = {
        "members": (tally.members, tally.members_present),
        "summoned": (tally.summoned, tally.summoned_present),
        "eligible": (tally.eligible, tally.eligible_present),
        "households": (tally.households, tally.households_present),
    }[rule.basis]
    needed = needed_of(rule, count)
    reached = present >= needed and (not rule.chair_required or _chair_present(state, meeting))
    overridden = meeting.quorum is not None and meeting.quorum.overridden
    quorum = Quorum(basis=rule.basis, needed=needed, reached=reached, overridden=overridden)
    if quorum != meeting.quorum:
        state.put(replace(meeting, quorum=quorum))


def _chair_present(state: MeetingState, meeting: Meeting) -> bool:
    presiding = state.get(Member, meeting.presiding)
    return presiding is not None and is_present(presiding)
