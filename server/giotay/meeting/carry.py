"""From one meeting to the next: the same people and settings, the commitments still to be kept, the matters raised."""

from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from giotay.meeting.birth import Founding, Legacy, NewItem, NewMember, Promise
from giotay.meeting.state import MeetingState
from giotay_protocol.entities import Commitment, Member, Topic
from giotay_protocol.names import Moment, Ref, Title, Word
from giotay_protocol.settings import Settings, SettingsPatch

LOOK_BACK: Final = {"vi": "Nhìn lại các cam kết lần trước", "en": "Looking back on what was promised"}
_TO_BE_KEPT: Final = frozenset({"made", "partly", "not_done"})


class CarryOver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `POST /api/rooms/{room}/carry-over` takes; the rest comes from the room. `template` is the profile's."""

    title: Title
    id: Ref | None = None
    place: Title | None = None
    starts_at: Moment | None = None
    template: Word | None = None


def _settings_again(settings: Settings) -> SettingsPatch:
    """All that somebody set; what comes from the profile comes from it anew."""
    return SettingsPatch(**{name: value for name, value in asdict(settings).items() if name != "scorecards"})


def carried(state: MeetingState, wish: CarryOver) -> tuple[Founding, Legacy]:
    """[B4] What founds the next meeting, and what it takes over."""
    meeting = state.meeting
    members = [member for member in state.all(Member) if member.name]
    place_of = {member.id: place for place, member in enumerate(members)}
    promises = [
        Promise(
            member=place_of[found.member], what=found.what, measure=found.measure, due=found.due,
            watcher=place_of.get(found.watcher or ""), promised_at=found.promised_at,
        )
        for found in state.all(Commitment)
        if found.status in _TO_BE_KEPT and found.member in place_of and found.what
    ]  # fmt: skip
    founding = Founding(
        title=wish.title, id=wish.id, place=wish.place or meeting.place, starts_at=wish.starts_at,
        profile=meeting.profile, locale=meeting.locale, settings=_settings_again(meeting.settings),
        members=[_again(member) for member in members], template=wish.template,
    )  # fmt: skip
    look_back = NewItem(title=LOOK_BACK[meeting.locale], kind="round") if promises else None
    topics = [topic.title for topic in state.all(Topic) if topic.merged_into is None]
    return founding, Legacy(topics=topics, promises=promises, first_item=look_back)


def _again(member: Member) -> NewMember:
    return NewMember(
        name=member.name, office=member.office, kind=member.kind, votes=member.votes, title=member.title,
        unit=member.unit, group=member.group, seat=member.seat, card=member.card, address=member.address,
        locale=member.locale, birth_date=member.birth_date,
    )  # fmt: skip
