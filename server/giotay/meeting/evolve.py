"""From an event of the log to the state after it. Nothing is refused here, nothing drawn, nothing looked up.

An event of the log is true: whatever it says is taken, also over texts that were erased and read as "".
"""

from typing import assert_never

from giotay.meeting import (
    agenda,
    approval,
    attendance,
    chair,
    comments,
    commitments,
    conclusions,
    documents,
    door,
    erasure,
    floor,
    invites,
    members,
    polls,
    prepared,
    queue,
    rounds,
    scans,
    scorecard,
    screen,
    sittings,
    slots,
    statements,
    topics,
    votes,
)
from giotay.meeting.queue import MAIN
from giotay.meeting.state import MeetingState
from giotay_protocol import events as e
from giotay_protocol.entities import Meeting, Turn
from giotay_protocol.events import AnyEvent, Event


def evolve(state: MeetingState, event: AnyEvent) -> None:
    """Take one stamped event into the state."""
    state.seq, state.at = event.seq, event.at
    before = state.meeting if state.is_founded else None
    _take(state, event)
    if before is not None and state.meeting is not before:
        _move_window(state, before, state.meeting)
    state.remember(event.by, event.command, event.seq, result_of(event))


def _move_window(state: MeetingState, before: Meeting, now: Meeting) -> None:
    """[WV10] A view's turns are those of the current item and the one on the floor. Where these come into the window,
    whoever came while they were outside has never been sent them.
    """  # fmt: skip
    if now.current_item != before.current_item:
        queue = now.current_item or MAIN
        for turn in [turn for turn in state.all(Turn) if turn.queue == queue]:
            state.touch(turn)
    if now.current_turn != before.current_turn and (turn_on := state.get(Turn, now.current_turn)) is not None:
        state.touch(turn_on)


def result_of(event: Event) -> dict[str, str] | None:
    """What came into being with an event, by noun; None when nothing did."""
    match event:
        case e.CommentPosted():
            return {"comment": event.comment}
        case e.MemberAdded():
            return {"member": event.member}
        case e.MemberAdmitted():
            return {"member": event.member}
        case e.RequestMade():
            return {"request": event.request}
        case e.AgendaAdded():
            return {"item": event.item}
        case e.HandRaised():
            return {"hand": event.hand}
        case e.FloorGranted():
            return {"turn": event.turn}
        case e.StatementSubmitted():
            return {"statement": event.statement}
        case e.StatementScanned():
            return {"statement": event.statement, "scan": event.scan}
        case e.InviteSent():
            return {"invite": event.invite}
        case e.RoundStarted():
            return {"round": event.round}
        case e.TurnReminded():
            return {"reminder": event.reminder}
        case e.TopicAdded():
            return {"topic": event.topic}
        case e.ConclusionAdded():
            return {"conclusion": event.conclusion}
        case e.CommitmentMade():
            return {"commitment": event.commitment}
        case e.DocumentAdded():
            return {"document": event.document}
        case e.MinutesObjected():
            return {"objection": event.objection}
        case e.PollCreated():
            return {"poll": event.poll}
        case e.ScenePrepared():
            return {"prepared": event.prepared}
        case _:
            return None


def _take(state: MeetingState, event: AnyEvent) -> None:
    match event:
        # Comments, first because there are most of them
        case e.CommentPosted():
            comments.comment_posted(state, event)
        case e.CommentEdited():
            comments.comment_edited(state, event)
        case e.CommentRetracted():
            comments.comment_retracted(state, event)
        case e.CommentMoved():
            comments.comment_moved(state, event)
        case e.CommentApproved() | e.CommentRestored():
            comments.comment_approved(state, event)
        case e.CommentHidden():
            comments.comment_hidden(state, event)
        case e.CommentPinned() | e.CommentUnpinned():
            comments.comment_pinned(state, event)
        case e.CommentReacted() | e.CommentUnreacted():
            comments.comment_reacted(state, event)
        # The meeting and its chair
        case e.MeetingCreated():
            sittings.meeting_created(state, event)
        case e.MeetingUpdated():
            sittings.meeting_updated(state, event)
        case e.MeetingOpened() | e.MeetingResumed():
            sittings.meeting_opened(state, event)
        case e.MeetingPaused():
            sittings.meeting_paused(state, event)
        case e.MeetingClosed():
            sittings.meeting_closed(state, event)
        case e.MeetingInterrupted():
            sittings.meeting_interrupted(state, event)
        case e.MeetingLocked() | e.MeetingUnlocked():
            sittings.meeting_locked(state, event)
        case e.ChairAppointed():
            members.chair_appointed(state, event)
            invites.pass_on(state)
        case e.ChairHandedOver():
            chair.presides(state, event.to)
            invites.pass_on(state)
        case e.ChairTakenOver() | e.ChairReclaimed():
            chair.presides(state, event.member)
            invites.pass_on(state)
        # Members and attendance
        case e.MemberAdded():
            members.member_added(state, event)
        case e.MemberUpdated() | e.MemberDeclared():
            members.member_updated(state, event)
        case e.MemberRemoved():
            members.member_removed(state, event)
        case e.RequestMade():
            door.request_made(state, event)
        case e.MemberAdmitted():
            door.member_admitted(state, event)
        case e.MemberRefused():
            door.member_refused(state, event)
        case e.MemberRevoked():
            members.member_revoked(state, event)
        case e.MemberMuted() | e.MemberUnmuted():
            members.member_muted(state, event)
        case e.MemberErased():
            erasure.member_erased(state, event)
        case e.AttendanceCheckedIn() | e.AttendanceMarked():
            attendance.attendance_changed(state, event)
        case e.QuorumOverridden():
            attendance.quorum_overridden(state, event)
        # Agenda
        case e.AgendaAdded():
            agenda.agenda_added(state, event)
        case e.AgendaUpdated():
            agenda.agenda_updated(state, event)
        case e.AgendaMoved():
            agenda.agenda_moved(state, event)
        case e.AgendaRemoved():
            agenda.agenda_removed(state, event)
        case e.AgendaStarted():
            agenda.agenda_started(state, event)
            polls.leave(state)
        case e.AgendaFinished() | e.AgendaSkipped():
            agenda.agenda_left(state, event)
        case e.AgendaReopened():
            agenda.agenda_reopened(state, event)
        # Queue and floor
        case e.QueueOpened():
            queue.queue_opened(state, event)
        case e.QueueUpdated():
            queue.queue_updated(state, event)
        case e.HandRaised():
            queue.hand_raised(state, event)
        case e.HandLowered():
            queue.hand_lowered(state, event)
        case e.HandMoved():
            queue.hand_moved(state, event)
        case e.FloorGranted():
            floor.floor_granted(state, event)
            polls.leave(state)
        case e.TurnStarted():
            floor.turn_started(state, event)
        case e.TurnPaused():
            floor.turn_paused(state, event)
        case e.TurnResumed():
            floor.turn_resumed(state, event)
        case e.TurnEnded():
            floor.turn_ended(state, event)
        case e.TurnDeclined():
            floor.turn_declined(state, event)
        case e.TurnExtended():
            floor.turn_extended(state, event)
        case e.TurnEndUndone():
            floor.turn_end_undone(state, event)
        case e.TurnCallUndone():
            floor.turn_call_undone(state, event)
        case e.TurnNoted():
            floor.turn_noted(state, event)
        case e.TurnReminded():
            floor.turn_reminded(state, event)
        # Rounds
        case e.RoundStarted():
            rounds.round_started(state, event)
        case e.SlotAdded():
            rounds.slot_added(state, event)
        case e.RoundUpdated():
            rounds.round_updated(state, event)
        case e.RoundFitted():
            rounds.round_fitted(state, event)
        case e.RoundFinished():
            rounds.round_finished(state, event)
        case e.RoundMoved():
            slots.round_moved(state, event)
        case e.RoundPhased():
            slots.round_phased(state, event)
        case e.SlotDeferred() | e.SlotExcused():
            slots.slot_put_off(state, event)
        case e.SlotRestored():
            slots.slot_restored(state, event)
        # Statements and invitations
        case e.StatementSubmitted():
            statements.statement_submitted(state, event)
        case e.StatementScanned():
            scans.statement_scanned(state, event)
        case e.StatementUnscanned():
            scans.statement_unscanned(state, event)
        case e.StatementRevealed():
            statements.statement_revealed(state, event)
        case e.InviteSent():
            invites.invite_sent(state, event)
        case e.InviteAnswered():
            invites.invite_answered(state, event)
        # Topics, outcomes, conclusions, commitments
        case e.TopicAdded():
            topics.topic_added(state, event)
        case e.TopicUpdated():
            topics.topic_updated(state, event)
        case e.TopicMerged():
            topics.topic_merged(state, event)
        case e.TopicRemoved():
            topics.topic_removed(state, event)
        case e.CommentTagged():
            topics.comment_tagged(state, event)
        case e.CommentUntagged():
            topics.comment_untagged(state, event)
        case e.CommentResolved():
            conclusions.comment_resolved(state, event)
        case e.ConclusionAdded():
            conclusions.conclusion_added(state, event)
        case e.ConclusionUpdated():
            conclusions.conclusion_updated(state, event)
        case e.ConclusionRemoved():
            conclusions.conclusion_removed(state, event)
        case e.CommitmentMade():
            commitments.commitment_made(state, event)
        case e.CommitmentUpdated():
            commitments.commitment_updated(state, event)
        case e.CommitmentWithdrawn():
            commitments.commitment_withdrawn(state, event)
        case e.CommitmentReviewed():
            commitments.commitment_reviewed(state, event)
        # Documents
        case e.DocumentAdded():
            documents.document_added(state, event)
        case e.DocumentReplaced():
            documents.document_replaced(state, event)
        case e.DocumentUpdated():
            documents.document_updated(state, event)
        case e.DocumentPublished() | e.DocumentWithdrawn():
            documents.document_given(state, event)
        case e.DocumentRead():
            documents.document_read(state, event)
        case e.DocumentConfirmed():
            documents.document_confirmed(state, event)
        # Polls
        case e.PollCreated():
            polls.poll_created(state, event)
        case e.PollUpdated():
            polls.poll_updated(state, event)
        case e.PollOpened():
            polls.poll_opened(state, event)
        case e.PollVoted():
            votes.poll_voted(state, event)
        case e.PollCounted():
            votes.poll_counted(state, event)
        case e.PollClosed():
            polls.poll_closed(state, event)
        case e.PollPublished():
            polls.poll_published(state, event)
        case e.PollCancelled():
            polls.poll_cancelled(state, event)
        case e.OpinionReserved():
            votes.opinion_reserved(state, event)
        # Minutes
        case e.MinutesWritten():
            approval.minutes_written(state, event)
        case e.MinutesCirculated():
            approval.minutes_circulated(state, event)
        case e.MinutesObjected():
            approval.minutes_objected(state, event)
        case e.ObjectionSettled():
            approval.objection_settled(state, event)
        case e.MinutesApproved():
            approval.minutes_approved(state, event)
        case e.MinutesAdded():
            approval.minutes_added(state, event)
        # The scorecard
        case e.ScorecardOpened():
            scorecard.scorecard_opened(state, event)
        case e.ScorecardSet():
            scorecard.scorecard_set(state, event)
        case e.ScorecardConfirmed():
            scorecard.scorecard_confirmed(state, event)
        case e.ScorecardScored():
            scorecard.scorecard_scored(state, event)
        # The projector
        case e.ScreenShown():
            screen.screen_shown(state, event)
        case e.ScenePrepared():
            prepared.scene_prepared(state, event)
        case e.SceneArranged():
            prepared.scene_arranged(state, event)
        case e.SceneDropped():
            prepared.scene_dropped(state, event)
        case e.ScreenShuttered():
            screen.screen_shuttered(state, event)
        case e.ScreenPaired():
            pass
        case _:
            assert_never(event)
