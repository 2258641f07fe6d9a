"""The meeting as a whole: draft, open, paused, closed; its sittings; and which command has its time when.

A sitting runs from open or resume to pause or close. Time outside a sitting counts for no turn and no item.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import UNSET
from msgspec.structs import asdict, replace

from giotay.meeting import floor, polls, queue
from giotay.meeting.agenda import add_spent
from giotay.meeting.case import Case
from giotay.meeting.hidden import Tally
from giotay.meeting.profile import Profile
from giotay.meeting.roll import hide_large, weigh
from giotay.meeting.state import MeetingState
from giotay_protocol import commands as c
from giotay_protocol.commands import (
    CloseMeeting,
    Command,
    LockMeeting,
    OpenMeeting,
    PauseMeeting,
    ResumeMeeting,
    UnlockMeeting,
    UpdateMeeting,
)
from giotay_protocol.entities import Hand, Interruption, Meeting, Screen, Sitting
from giotay_protocol.events import (
    AgendaFinished,
    Event,
    MeetingClosed,
    MeetingCreated,
    MeetingInterrupted,
    MeetingLocked,
    MeetingOpened,
    MeetingPaused,
    MeetingResumed,
    MeetingUnlocked,
    MeetingUpdated,
    TurnPaused,
)
from giotay_protocol.names import Locale, MeetingStatus
from giotay_protocol.refusals import Refusal, invalid
from giotay_protocol.settings import LAYOUTS, CardName, Settings, SettingsPatch, merge

Times = frozenset[MeetingStatus]
ANY: Final[Times] = frozenset({"draft", "open", "paused", "closed"})
UNTIL_CLOSED: Final[Times] = frozenset({"draft", "open", "paused"})
SINCE_OPENED: Final[Times] = frozenset({"open", "paused", "closed"})
BEGUN: Final[Times] = frozenset({"open", "paused"})
OPEN: Final[Times] = frozenset({"open"})
_DAY_MS: Final = 86_400_000

# [S5] When a command has its time. Those of the meeting itself, and comments, say more in their rules.
WHEN: Final[Mapping[type[Command], Times]] = {
    c.UpdateMeeting: ANY,
    c.OpenMeeting: ANY,
    c.PauseMeeting: BEGUN,
    c.ResumeMeeting: BEGUN,
    c.CloseMeeting: SINCE_OPENED,
    c.LockMeeting: ANY,
    c.UnlockMeeting: ANY,
    c.HandOverChair: ANY,
    c.TakeOverChair: ANY,
    c.ReclaimChair: ANY,
    c.AddMember: UNTIL_CLOSED,
    c.UpdateMember: UNTIL_CLOSED,
    c.RemoveMember: UNTIL_CLOSED,
    c.DeclareMember: UNTIL_CLOSED,
    c.AdmitMember: ANY,
    c.RefuseMember: ANY,
    c.RevokeMember: ANY,
    c.MuteMember: ANY,
    c.UnmuteMember: ANY,
    c.EraseMember: ANY,
    c.CheckIn: UNTIL_CLOSED,
    c.MarkAttendance: UNTIL_CLOSED,
    c.OverrideQuorum: BEGUN,
    c.AddItem: UNTIL_CLOSED,
    c.UpdateItem: UNTIL_CLOSED,
    c.MoveItem: UNTIL_CLOSED,
    c.RemoveItem: UNTIL_CLOSED,
    c.StartItem: BEGUN,
    c.FinishItem: BEGUN,
    c.SkipItem: BEGUN,
    c.ReopenItem: BEGUN,
    c.RaiseHand: BEGUN,
    c.LowerHand: BEGUN,
    c.MoveHand: BEGUN,
    c.UpdateQueue: BEGUN,
    c.GrantFloor: OPEN,
    c.StartTurn: OPEN,
    c.PauseTurn: BEGUN,
    c.ResumeTurn: OPEN,
    c.EndTurn: BEGUN,
    c.ExtendTurn: BEGUN,
    c.UndoEnd: OPEN,
    c.UndoCall: OPEN,
    c.NoteTurn: SINCE_OPENED,
    c.RemindTurn: BEGUN,
    c.DeclineTurn: BEGUN,
    c.StartRound: BEGUN,
    c.UpdateRound: BEGUN,
    c.NextInRound: OPEN,
    c.CallSlot: OPEN,
    c.MoveSlotPhase: OPEN,
    c.DeferSlot: BEGUN,
    c.ExcuseSlot: BEGUN,
    c.RestoreSlot: BEGUN,
    c.FinishRound: BEGUN,
    c.FitRound: BEGUN,
    c.SaveStatement: UNTIL_CLOSED,
    c.SubmitStatement: UNTIL_CLOSED,
    c.RevealStatement: BEGUN,
    c.SendInvite: BEGUN,
    c.AnswerInvite: BEGUN,
    c.PostComment: ANY,
    c.EditComment: UNTIL_CLOSED,
    c.RetractComment: ANY,
    c.MoveComment: UNTIL_CLOSED,
    c.ApproveComment: ANY,
    c.HideComment: ANY,
    c.RestoreComment: ANY,
    c.PinComment: UNTIL_CLOSED,
    c.UnpinComment: UNTIL_CLOSED,
    c.ReactToComment: UNTIL_CLOSED,
    c.UnreactToComment: UNTIL_CLOSED,
    c.TagComment: ANY,
    c.UntagComment: ANY,
    c.ResolveComment: ANY,
    c.AddTopic: ANY,
    c.UpdateTopic: ANY,
    c.MergeTopic: ANY,
    c.RemoveTopic: ANY,
    c.AddConclusion: SINCE_OPENED,
    c.UpdateConclusion: SINCE_OPENED,
    c.RemoveConclusion: SINCE_OPENED,
    c.MakeCommitment: ANY,
    c.UpdateCommitment: ANY,
    c.WithdrawCommitment: ANY,
    c.ReviewCommitment: ANY,
    c.UpdateDocument: UNTIL_CLOSED,
    c.PublishDocument: UNTIL_CLOSED,
    c.WithdrawDocument: ANY,
    c.ReportProgress: UNTIL_CLOSED,
    c.ConfirmDocument: UNTIL_CLOSED,
    c.CreatePoll: UNTIL_CLOSED,
    c.UpdatePoll: UNTIL_CLOSED,
    c.OpenPoll: OPEN,
    c.ClosePoll: BEGUN,
    c.PublishPoll: SINCE_OPENED,
    c.CancelPoll: SINCE_OPENED,
    c.CastVote: BEGUN,
    c.CountPoll: SINCE_OPENED,
    c.RecountPoll: SINCE_OPENED,
    c.ReserveOpinion: SINCE_OPENED,
    c.WriteMinutes: SINCE_OPENED,
    c.CirculateMinutes: SINCE_OPENED,
    c.ObjectToMinutes: SINCE_OPENED,
    c.SettleObjection: SINCE_OPENED,
    c.ApproveMinutes: SINCE_OPENED,
    c.AddToMinutes: SINCE_OPENED,
    c.SetScorecard: SINCE_OPENED,
    c.ConfirmScorecard: SINCE_OPENED,
    c.ScoreScorecard: SINCE_OPENED,
    c.ShowScene: ANY,
    c.PrepareScene: ANY,
    c.ShowNext: ANY,
    c.ArrangeScene: ANY,
    c.DropScene: ANY,
    c.CloseShutter: ANY,
    c.PairScreen: ANY,
}


def check_time(case: Case, command: Command) -> None:
    """Refuse `closed`, with the meeting's `status`, when a command has not its time."""
    status = case.state.meeting.status
    if status not in WHEN[type(command)]:
        raise Refusal("closed", f"The meeting is {status}.", status=status)


# What is decided ------------------------------------------------------------------------------------------------------


def update(case: Case, command: UpdateMeeting) -> list[Event]:
    """Change title, place, time, profile or settings."""
    meeting = case.state.meeting
    profile = command.profile if command.profile is not UNSET else meeting.profile
    patch = command.settings if command.settings is not UNSET else SettingsPatch()
    settings = meeting.settings
    if profile != meeting.profile:
        if profile not in case.context.profiles:
            raise invalid("profile", "There is no such profile.")
        settings = worded(settings, case.context.profiles[profile], meeting.locale)
    settings = settled(settings, patch)
    if meeting.status == "closed" and not _of_papers(command, patch):
        raise Refusal("closed", "The meeting is closed.", status="closed")
    wanted = {"title": command.title, "place": command.place, "starts_at": command.starts_at}
    changes = {name: value for name, value in wanted.items() if value not in (UNSET, getattr(meeting, name))}
    event = MeetingUpdated(**changes)  # type: ignore[arg-type]
    if profile != meeting.profile:
        event.profile = profile
    if settings != meeting.settings:
        event.settings = settings
    if event == MeetingUpdated():
        raise Refusal("already", "The meeting is so already.")
    return [event]


# [N7] Settings that change papers and nothing else.
_PAPERS: Final = frozenset({"letterhead", "minutes_layout", "minutes_comments"})


def _of_papers(command: UpdateMeeting, patch: SettingsPatch) -> bool:
    """[N7] Whether the command changes the head, the foot and the form of papers, and nothing else."""
    others = (command.title, command.place, command.starts_at, command.profile)
    changed = {name for name, value in asdict(patch).items() if value is not UNSET}
    return all(each is UNSET for each in others) and changed <= _PAPERS


def worded(settings: Settings, profile: Profile, locale: Locale) -> Settings:
    """[S7] The settings with the words of a profile, in the room's language."""
    return replace(
        settings, comment_kinds=[kind.name for kind in profile.comment_kinds], intents=profile.intents,
        statement_form=[heading[locale] for heading in profile.statement_form],
        duration_ms=profile.duration_ms,
        scorecards=[CardName(name=card.name, label=card.label[locale]) for card in profile.scorecards],
    )  # fmt: skip


def settled(settings: Settings, patch: SettingsPatch) -> Settings:
    """[S7] The settings after a patch. Refuses a quorum of more than all, and a form of papers that there is not."""
    merged = merge(settings, patch)
    if merged.quorum is not None:
        over, under = (int(part) for part in merged.quorum.share.split("/"))
        if over > under:
            raise invalid("settings.quorum.share", "A quorum is at most everybody.")
    if merged.minutes_layout not in (None, settings.minutes_layout, *LAYOUTS):
        raise invalid("settings.minutes_layout", "There is no such layout.")
    return merged


def open_meeting(case: Case, command: OpenMeeting) -> list[Event]:
    """[S1] The first sitting begins."""
    match case.state.meeting.status:
        case "draft":
            return [MeetingOpened()]
        case "open":
            raise Refusal("already", "The meeting is open.")
        case "paused":
            raise Refusal("stale", "The meeting is paused; resume it.", status="paused")
        case "closed":
            raise Refusal("closed", "A closed meeting stays closed.", status="closed")


def pause(case: Case, command: PauseMeeting) -> list[Event]:
    """[S2] The sitting ends for now; the running turn is paused."""
    if case.state.meeting.status == "paused":
        raise Refusal("already", "The meeting is paused.")
    turn = floor.current_turn(case.state)
    running: list[Event] = [TurnPaused(turn=turn.id)] if turn is not None and turn.status == "speaking" else []
    return [*running, MeetingPaused()]


def resume(case: Case, command: ResumeMeeting) -> list[Event]:
    """[S2] Another sitting begins; a paused turn stays paused until the chair resumes it."""
    if case.state.meeting.status == "open":
        raise Refusal("already", "The meeting is open.")
    return [MeetingResumed()]


def close(case: Case, command: CloseMeeting) -> list[Event]:
    """[S3] The meeting is over for good: turns end, hands go down, the current item is finished, the poll closed."""
    state, meeting = case.state, case.state.meeting
    if meeting.status == "closed":
        raise Refusal("already", "The meeting is closed.")
    events = floor.clear(state, case.now)
    events += queue.lower_all(list(state.all(Hand)), "meeting_closed")
    if meeting.current_item is not None:
        events.append(AgendaFinished(item=meeting.current_item))
    return [*events, *polls.end(state, case.context), MeetingClosed()]


def lock(case: Case, command: LockMeeting) -> list[Event]:
    """[S6] Nobody new may join."""
    if case.state.meeting.locked:
        raise Refusal("already", "The room is locked.")
    return [MeetingLocked()]


def unlock(case: Case, command: UnlockMeeting) -> list[Event]:
    """Joining is possible again."""
    if not case.state.meeting.locked:
        raise Refusal("already", "The room is not locked.")
    return [MeetingUnlocked()]


def kept_until(state: MeetingState) -> int | None:
    """[S8] When the room's time is over, in ms; None: never."""
    meeting = state.meeting
    if meeting.settings.retention_days is None or meeting.opened_at is None:
        return None
    return (meeting.closed_at or state.at) + meeting.settings.retention_days * _DAY_MS


def interrupt(state: MeetingState, from_at: int, to_at: int) -> list[Event]:
    """[S4] No server ran from one moment to another: the meeting comes back paused. Only an open one is interrupted."""
    if state.meeting.status != "open":
        raise Refusal("already", "Nothing was running.", status=state.meeting.status)
    # What the log says happened after the last sign of life did happen.
    start = max(from_at, state.at)
    return [MeetingInterrupted(from_at=start, to_at=max(start, to_at))]


# What comes of it -----------------------------------------------------------------------------------------------------


def meeting_created(state: MeetingState, event: MeetingCreated) -> None:
    state.put(
        Meeting(
            id="meeting", at=event.at, born=event.seq, title=event.title, place=event.place, status="draft",
            starts_at=event.starts_at, opened_at=None, closed_at=None, sittings=[], interruptions=[],
            profile=event.profile, locale=event.locale, locked=False, presiding=None, current_item=None,
            current_turn=None, current_round=None, current_poll=None, quorum=None, settings=event.settings,
        )
    )  # fmt: skip
    state.put(Tally(id="tally"))
    state.put(
        Screen(
            id="main", at=event.at, born=event.seq, scene="auto", ref=None, text=None, pinned=False, shutter=False
        )
    )  # fmt: skip
    weigh(state)


def meeting_updated(state: MeetingState, event: MeetingUpdated) -> None:
    before = state.meeting
    changes = {
        name: value
        for name in ("title", "place", "starts_at", "profile", "settings")
        if (value := getattr(event, name)) is not UNSET
    }
    state.put(replace(before, **changes))
    settings = state.meeting.settings
    if settings.queue_names_shown != before.settings.queue_names_shown:
        queue.show_names(state, shown=settings.queue_names_shown)
    hide_large(state)
    weigh(state)


def meeting_opened(state: MeetingState, event: MeetingOpened | MeetingResumed) -> None:
    meeting = state.meeting
    opened_at = meeting.opened_at if meeting.opened_at is not None else event.at
    sittings = [*meeting.sittings, Sitting(started_at=event.at, ended_at=None)]
    state.put(replace(meeting, status="open", opened_at=opened_at, sittings=sittings))


def meeting_paused(state: MeetingState, event: MeetingPaused) -> None:
    _end_sitting(state, event.at)
    state.put(replace(state.meeting, status="paused"))


def meeting_closed(state: MeetingState, event: MeetingClosed) -> None:
    _end_sitting(state, event.at)
    state.put(replace(state.meeting, status="closed", closed_at=event.at, current_round=None))


def meeting_interrupted(state: MeetingState, event: MeetingInterrupted) -> None:
    floor.pause_at(state, state.meeting.current_turn, event.from_at)
    _end_sitting(state, event.from_at)
    gap = Interruption(from_at=event.from_at, to_at=event.to_at)
    state.put(replace(state.meeting, status="paused", interruptions=[*state.meeting.interruptions, gap]))


def _end_sitting(state: MeetingState, at: int) -> None:
    add_spent(state, at)
    meeting = state.meeting
    sittings = meeting.sittings
    if sittings and sittings[-1].ended_at is None:
        sittings = [*sittings[:-1], replace(sittings[-1], ended_at=at)]
    quorum = meeting.quorum
    if quorum is not None and quorum.overridden:
        # [A8] The next sitting counts anew.
        quorum = replace(quorum, overridden=False)
    state.put(replace(meeting, sittings=sittings, quorum=quorum))


def meeting_locked(state: MeetingState, event: MeetingLocked | MeetingUnlocked) -> None:
    state.put(replace(state.meeting, locked=isinstance(event, MeetingLocked)))
