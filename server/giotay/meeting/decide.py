"""From a command to the events it means, or to the refusal that says why not. Nothing is changed here.

The order of checks is that of the protocol: the shape (`invalid`, `too_large`), who may (`forbidden`), what is named
(`not_found`), whose it is, when it has its time (`closed`), and then the rule of the matter itself.
"""

from typing import assert_never

from giotay.meeting import (
    agenda,
    approval,
    attendance,
    authority,
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
    references,
    rounds,
    scorecard,
    screen,
    shape,
    sittings,
    slots,
    statements,
    topics,
    votes,
)
from giotay.meeting.case import Case
from giotay.meeting.context import Context
from giotay.meeting.state import MeetingState
from giotay_protocol import commands as c
from giotay_protocol.commands import AnyCommand
from giotay_protocol.events import Event
from giotay_protocol.refusals import invalid


def decide(state: MeetingState, command: AnyCommand, context: Context) -> list[Event]:
    """The events of a command, unstamped, at least one. Raises nothing but `Refusal`; changes nothing."""
    shape.check(state, command)
    case = authority.judge(state, command, context)
    references.check(case, command)
    authority.check_own(case, command)
    sittings.check_time(case, command)
    events = _rule(case, command)
    erasure.check(state, events)
    return events


def _rule(case: Case, command: AnyCommand) -> list[Event]:
    match command:
        # Comments, first because there are most of them
        case c.PostComment():
            return comments.post(case, command)
        case c.EditComment():
            return comments.edit(case, command)
        case c.RetractComment():
            return comments.retract(case, command)
        case c.MoveComment():
            return comments.move(case, command)
        case c.ApproveComment():
            return comments.approve(case, command)
        case c.HideComment():
            return comments.hide(case, command)
        case c.RestoreComment():
            return comments.restore(case, command)
        case c.PinComment():
            return comments.pin(case, command)
        case c.UnpinComment():
            return comments.unpin(case, command)
        case c.ReactToComment():
            return comments.react(case, command)
        case c.UnreactToComment():
            return comments.unreact(case, command)
        # The meeting and its chair
        case c.UpdateMeeting():
            return sittings.update(case, command)
        case c.OpenMeeting():
            return sittings.open_meeting(case, command)
        case c.PauseMeeting():
            return sittings.pause(case, command)
        case c.ResumeMeeting():
            return sittings.resume(case, command)
        case c.CloseMeeting():
            return sittings.close(case, command)
        case c.LockMeeting():
            return sittings.lock(case, command)
        case c.UnlockMeeting():
            return sittings.unlock(case, command)
        case c.HandOverChair():
            return chair.hand_over(case, command)
        case c.TakeOverChair():
            return chair.take_over(case, command)
        case c.ReclaimChair():
            return chair.reclaim(case, command)
        # Members and attendance
        case c.AddMember():
            return members.add(case, command)
        case c.UpdateMember():
            return members.update(case, command)
        case c.RemoveMember():
            return members.remove(case, command)
        case c.DeclareMember():
            return members.declare(case, command)
        case c.AdmitMember():
            return door.admit(case, command)
        case c.RefuseMember():
            return door.refuse(case, command)
        case c.RevokeMember():
            return members.revoke(case, command)
        case c.MuteMember():
            return members.mute(case, command)
        case c.UnmuteMember():
            return members.unmute(case, command)
        case c.EraseMember():
            return erasure.erase(case, command)
        case c.CheckIn():
            return attendance.check_in(case, command)
        case c.MarkAttendance():
            return attendance.mark(case, command)
        case c.OverrideQuorum():
            return attendance.override_quorum(case, command)
        # Agenda
        case c.AddItem():
            return agenda.add(case, command)
        case c.UpdateItem():
            return agenda.update(case, command)
        case c.MoveItem():
            return agenda.move(case, command)
        case c.RemoveItem():
            return agenda.remove(case, command)
        case c.StartItem():
            return agenda.start(case, command)
        case c.FinishItem():
            return agenda.finish(case, command)
        case c.SkipItem():
            return agenda.skip(case, command)
        case c.ReopenItem():
            return agenda.reopen(case, command)
        # Queue and floor
        case c.RaiseHand():
            return queue.raise_hand(case, command)
        case c.LowerHand():
            return queue.lower_hand(case, command)
        case c.MoveHand():
            return queue.move_hand(case, command)
        case c.UpdateQueue():
            return queue.update_queue(case, command)
        case c.GrantFloor():
            return floor.grant(case, command)
        case c.StartTurn():
            return floor.start(case, command)
        case c.PauseTurn():
            return floor.pause(case, command)
        case c.ResumeTurn():
            return floor.resume(case, command)
        case c.EndTurn():
            return floor.end(case, command)
        case c.ExtendTurn():
            return floor.extend(case, command)
        case c.UndoEnd():
            return floor.undo_end(case, command)
        case c.UndoCall():
            return floor.undo_call(case, command)
        case c.NoteTurn():
            return floor.note(case, command)
        case c.RemindTurn():
            return floor.remind(case, command)
        case c.DeclineTurn():
            return floor.decline(case, command)
        # Rounds
        case c.StartRound():
            return rounds.start(case, command)
        case c.UpdateRound():
            return rounds.update(case, command)
        case c.FitRound():
            return rounds.fit(case, command)
        case c.FinishRound():
            return rounds.finish(case, command)
        case c.NextInRound():
            return slots.go_on(case, command)
        case c.CallSlot():
            return slots.call(case, command)
        case c.MoveSlotPhase():
            return slots.phase(case, command)
        case c.DeferSlot():
            return slots.defer(case, command)
        case c.ExcuseSlot():
            return slots.excuse(case, command)
        case c.RestoreSlot():
            return slots.restore(case, command)
        # Statements and invitations
        case c.SaveStatement():
            raise invalid("type", "A draft is kept beside the log, not decided.")
        case c.SubmitStatement():
            return statements.submit(case, command)
        case c.RevealStatement():
            return statements.reveal(case, command)
        case c.SendInvite():
            return invites.send(case, command)
        case c.AnswerInvite():
            return invites.answer(case, command)
        # Topics, outcomes, conclusions, commitments
        case c.AddTopic():
            return topics.add(case, command)
        case c.UpdateTopic():
            return topics.update(case, command)
        case c.MergeTopic():
            return topics.merge(case, command)
        case c.RemoveTopic():
            return topics.remove(case, command)
        case c.TagComment():
            return topics.tag(case, command)
        case c.UntagComment():
            return topics.untag(case, command)
        case c.ResolveComment():
            return conclusions.resolve(case, command)
        case c.AddConclusion():
            return conclusions.add(case, command)
        case c.UpdateConclusion():
            return conclusions.update(case, command)
        case c.RemoveConclusion():
            return conclusions.remove(case, command)
        case c.MakeCommitment():
            return commitments.make(case, command)
        case c.UpdateCommitment():
            return commitments.update(case, command)
        case c.WithdrawCommitment():
            return commitments.withdraw(case, command)
        case c.ReviewCommitment():
            return commitments.review(case, command)
        # Documents
        case c.UpdateDocument():
            return documents.update(case, command)
        case c.PublishDocument():
            return documents.publish(case, command)
        case c.WithdrawDocument():
            return documents.withdraw(case, command)
        case c.ReportProgress():
            return documents.progress(case, command)
        case c.ConfirmDocument():
            return documents.confirm(case, command)
        # Polls
        case c.CreatePoll():
            return polls.create(case, command)
        case c.UpdatePoll():
            return polls.update(case, command)
        case c.OpenPoll():
            return polls.open_poll(case, command)
        case c.ClosePoll():
            return polls.close(case, command)
        case c.PublishPoll():
            return polls.publish(case, command)
        case c.CancelPoll():
            return polls.cancel(case, command)
        case c.CastVote():
            return votes.vote(case, command)
        case c.CountPoll():
            return votes.count(case, command)
        case c.RecountPoll():
            return votes.recount(case, command)
        case c.ReserveOpinion():
            return votes.reserve(case, command)
        # Minutes
        case c.WriteMinutes():
            return approval.write(case, command)
        case c.CirculateMinutes():
            return approval.circulate(case)
        case c.ObjectToMinutes():
            return approval.object_to(case, command)
        case c.SettleObjection():
            return approval.settle(case, command)
        case c.ApproveMinutes():
            return approval.approve(case, command)
        case c.AddToMinutes():
            return approval.add(case, command)
        # The scorecard
        case c.SetScorecard():
            return scorecard.put(case, command)
        case c.ConfirmScorecard():
            return scorecard.confirm(case)
        case c.ScoreScorecard():
            return scorecard.score(case, command)
        # The projector
        case c.ShowScene():
            return screen.show(case, command)
        case c.PrepareScene():
            return prepared.prepare(case, command)
        case c.ShowNext():
            return prepared.show_next(case, command)
        case c.ArrangeScene():
            return prepared.arrange(case, command)
        case c.DropScene():
            return prepared.drop(case, command)
        case c.CloseShutter():
            return screen.shutter(case, command)
        case c.PairScreen():
            return screen.pair(case, command)
        case _:
            assert_never(command)
