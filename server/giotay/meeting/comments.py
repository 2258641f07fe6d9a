"""Comments: posting and replying, editing and taking back, moderation, reactions.

Threads are flat: a reply to a reply hangs under the root and keeps in `quotes` what it answers. What is held
(`hold`) is decided when a comment is posted and stays with it.
"""

from typing import Final

from msgspec.structs import replace

from giotay.meeting import mentions, screen, topics
from giotay.meeting.afterwards import is_afterwards
from giotay.meeting.anchors import Anchor, anchor_of, check_paragraph, is_over, subject_of
from giotay.meeting.case import Case
from giotay.meeting.hidden import Pace, Posted
from giotay.meeting.queue import settled
from giotay.meeting.state import MeetingState
from giotay.meeting.windows import refill
from giotay_protocol.commands import (
    ApproveComment,
    EditComment,
    HideComment,
    MoveComment,
    PinComment,
    PostComment,
    ReactToComment,
    RestoreComment,
    RetractComment,
    UnpinComment,
    UnreactToComment,
)
from giotay_protocol.entities import (
    Comment,
    Member,
    Reacted,
    Reactions,
    Voice,
)
from giotay_protocol.events import (
    CommentApproved,
    CommentEdited,
    CommentHidden,
    CommentMoved,
    CommentPinned,
    CommentPosted,
    CommentReacted,
    CommentRestored,
    CommentRetracted,
    CommentUnpinned,
    CommentUnreacted,
    Event,
    Mention,
)
from giotay_protocol.names import CommentStatus, Hold, Reaction, Scope
from giotay_protocol.refusals import Refusal, invalid

_HOLDS: Final[dict[str, Hold | None]] = {"off": None, "before_screen": "screen", "before_all": "all"}
_NONE_YET: Final = Reactions()
# The same words again within so long are a second tap, not a second thought.
TWICE_MS: Final = 10_000


def is_open(comment: Comment) -> bool:
    """Whether the hall sees the comment's words."""
    return comment.status == "shown" or (comment.status == "pending" and comment.hold == "screen")


# What is decided ------------------------------------------------------------------------------------------------------


def post(case: Case, command: PostComment) -> list[Event]:
    """[K1] Say something in writing: on the meeting, an item, a turn or a statement, or in reply to a comment."""
    state = case.state
    _check_not_muted(case)
    if command.anonymous:
        _check_anonymous(case)
    parent = state.get(Comment, command.reply_to)
    root = parent if parent is None or parent.reply_to is None else state.get(Comment, parent.reply_to)
    on = root.on if root is not None else command.on
    anchor = anchor_of(state, on)
    afterwards = is_afterwards(case) or is_over(state, anchor)
    if command.on is not None and command.on != on:
        raise invalid("on", "A reply stands where its thread stands.")
    check_paragraph(anchor, command.paragraph)
    if parent is not None and root is not None and not (is_open(parent) and is_open(root)):
        raise Refusal("stale", "What this replies to is not shown.", status=parent.status)
    author = None if command.anonymous else case.member.id
    body, named = _cut(case, command.body, command.mentions)
    scope, subject = _scope(case, command, author=author, parent=parent, root=root, anchor=anchor)
    posted = CommentPosted(
        comment=case.context.fresh("c"), author=author, on=on, subject=subject,
        reply_to=root.id if root is not None else None,
        quotes=parent.id if parent is not None and parent is not root else None,
        kind=command.kind, paragraph=command.paragraph, body=body, scope=scope,
        hold=_hold(case, scope, root), afterwards=afterwards, by_desk=case.by_desk, mentions=named,
    )  # fmt: skip
    _check_not_twice(case, posted, command.body)
    _check_pace(case, anonymous=command.anonymous)
    return [posted]


def _cut(case: Case, body: str, members: list[str]) -> tuple[str, list[Mention]]:
    return mentions.cut(case.state, body, members) if members else (body, [])


def _check_not_twice(case: Case, posted: CommentPosted, body: str) -> None:
    """[K15] The same words of the same member in the same place, just now; of anonymous ones it cannot be told."""
    pace = case.state.get(Pace, posted.author)
    if pace is None:
        return
    for one in _just_now(pace.recent, case.now):
        comment = case.state.get(Comment, one.comment)
        if comment is not None and comment.body == body and _place(comment) == _place(posted):
            raise Refusal("already", "This was posted a moment ago.", comment=comment.id)


def _just_now(recent: tuple[Posted, ...], now: int) -> tuple[Posted, ...]:
    """Those of a member's comments, oldest first, that a second tap may repeat."""
    for first, one in enumerate(recent):
        if now - one.at < TWICE_MS:
            return recent[first:]
    return ()


def _place(comment: Comment | CommentPosted) -> tuple[str | int | None, ...]:
    # Whoever wrote it down: the member and the desk may say the same thing.
    thread = (comment.on, comment.reply_to, comment.quotes, comment.paragraph)
    return (*thread, comment.scope, comment.subject, comment.by_desk)


def _check_not_muted(case: Case) -> None:
    if case.member.muted:
        # [K10] A muted member does not comment.
        raise Refusal("forbidden", "This member is muted.")


def _check_anonymous(case: Case) -> None:
    """[K9] Anonymous comments where the room allows them, and only for oneself."""
    if not case.state.meeting.settings.anonymous:
        raise Refusal("forbidden", "This room has no anonymous comments.")
    if case.by_desk or case.context.anonymous_id is None:
        raise invalid("anonymous", "This comment cannot be anonymous.")


def _check_pace(case: Case, *, anonymous: bool) -> None:
    """[K11] In slow mode a member waits between two comments; of anonymous ones nobody knows whose they are."""
    slow_ms = case.state.meeting.settings.slow_mode_ms
    if not slow_ms or anonymous or case.actor.cls == "desk":
        return
    pace = case.state.get(Pace, case.member.id)
    left_ms = pace.recent[-1].at + slow_ms - case.now if pace is not None else 0
    if left_ms > 0:
        raise Refusal("rate_limited", "Comments are slow here.", retry_ms=left_ms)


def _scope(
    case: Case,
    command: PostComment,
    *,
    author: str | None,
    parent: Comment | None,
    root: Comment | None,
    anchor: Anchor | None,
) -> tuple[Scope, str | None]:
    """[K3] Who may read it. [K4] A reply goes to those who may read what it answers, and to nobody else."""
    if root is not None and root.scope != "all":
        other = root.author if root.author != author else root.subject
        return ("desk", None) if other is None else ("subject", other)
    if command.scope != "subject":
        return command.scope, None
    subject = parent.author if parent is not None else subject_of(case.state, anchor)
    if subject is None:
        raise invalid("scope", "There is no one whom this is about.")
    return "subject", subject


def _hold(case: Case, scope: Scope, root: Comment | None) -> Hold | None:
    """[K5] What waits for approval: comments to all, unless the desk wrote them down."""
    if scope != "all":
        return None
    held = _HOLDS[case.state.meeting.settings.moderation] if case.actor.cls != "desk" else None
    if held is None and root is not None and root.status == "pending":
        return root.hold
    return held


def edit(case: Case, command: EditComment) -> list[Event]:
    """[K2] An author puts a comment right; held ones wait for approval again."""
    comment = case.found(Comment, command.comment)
    _check_not_muted(case)
    _check_desk_wrote_it(case, comment)
    if comment.status == "retracted":
        raise Refusal("stale", "The comment was taken back.", status="retracted")
    if comment.body == command.body:
        raise Refusal("already", "The comment says so already.")
    body, named = _cut_again(case, comment, command)
    status: CommentStatus = "pending" if comment.hold is not None and comment.status == "shown" else comment.status
    events: list[Event] = [
        CommentEdited(comment=comment.id, author=comment.author or "", body=body, status=status, mentions=named)
    ]
    return [*events, *screen.taken_off(case.state, comment.id)] if status != comment.status else events


def _cut_again(case: Case, comment: Comment, command: EditComment) -> tuple[str, list[Mention]]:
    if not command.mentions and not comment.mentions:
        return command.body, []
    return mentions.cut_again(case.state, comment, command.body, command.mentions)


def _check_desk_wrote_it(case: Case, comment: Comment) -> None:
    """[C6] For a member the desk changes only what it wrote down for them."""
    if case.by_desk and not comment.by_desk:
        raise Refusal("forbidden", "The member wrote this.")


def retract(case: Case, command: RetractComment) -> list[Event]:
    """[K2] An author takes a comment back: the words go, the place stays."""
    comment = case.found(Comment, command.comment)
    _check_desk_wrote_it(case, comment)
    if comment.status == "retracted":
        raise Refusal("already", "The comment was taken back.")
    return [CommentRetracted(comment=comment.id), *screen.taken_off(case.state, comment.id)]


def move(case: Case, command: MoveComment) -> list[Event]:
    """[K12] The desk puts a thread where it belongs."""
    comment = case.found(Comment, command.comment)
    if comment.reply_to is not None:
        raise invalid("comment", "A reply moves with its thread.")
    if comment.on == command.on:
        raise Refusal("already", "The comment is there already.")
    subject = subject_of(case.state, anchor_of(case.state, command.on)) if comment.scope == "subject" else None
    if comment.scope == "subject" and subject is None:
        raise invalid("on", "There is no one there whom this could be about.")
    return [CommentMoved(comment=comment.id, on=command.on, subject=subject)]


def approve(case: Case, command: ApproveComment) -> list[Event]:
    """[K5] A held comment is shown."""
    comment = _standing(case, command.comment)
    if comment.status != "pending":
        raise Refusal("already", "The comment does not wait.", status=comment.status)
    return [CommentApproved(comment=comment.id, reason=command.reason)]


def hide(case: Case, command: HideComment) -> list[Event]:
    """[K6] Off all screens and phones at once; its author and the desk still see it."""
    comment = _standing(case, command.comment)
    if comment.status == "hidden":
        raise Refusal("already", "The comment is hidden.")
    return [CommentHidden(comment=comment.id, reason=command.reason), *screen.taken_off(case.state, comment.id)]


def restore(case: Case, command: RestoreComment) -> list[Event]:
    """[K6] A hidden comment is shown again."""
    comment = _standing(case, command.comment)
    if comment.status != "hidden":
        raise Refusal("already", "The comment is not hidden.", status=comment.status)
    return [CommentRestored(comment=comment.id, reason=command.reason)]


def pin(case: Case, command: PinComment) -> list[Event]:
    """[K13] Keep a comment in sight."""
    comment = _standing(case, command.comment)
    if comment.pinned:
        raise Refusal("already", "The comment is pinned.")
    if not is_open(comment):
        raise Refusal("stale", "The comment is not shown.", status=comment.status)
    return [CommentPinned(comment=comment.id, reason=command.reason)]


def unpin(case: Case, command: UnpinComment) -> list[Event]:
    """[K13] Let a comment go again."""
    comment = case.found(Comment, command.comment)
    if not comment.pinned:
        raise Refusal("already", "The comment is not pinned.")
    return [CommentUnpinned(comment=comment.id, reason=command.reason)]


def _standing(case: Case, key: str) -> Comment:
    comment = case.found(Comment, key)
    if comment.status == "retracted":
        raise Refusal("stale", "The comment was taken back.", status="retracted")
    return comment


def react(case: Case, command: ReactToComment) -> list[Event]:
    """[K14] Agree, thank or ask, once each."""
    comment = case.found(Comment, command.comment)
    if comment.status in ("hidden", "retracted"):
        raise Refusal("stale", "The comment is not shown.", status=comment.status)
    if command.kind in _kinds(case, comment.id):
        raise Refusal("already", "This reaction stands already.")
    return [CommentReacted(comment=comment.id, member=case.member.id, kind=command.kind)]


def unreact(case: Case, command: UnreactToComment) -> list[Event]:
    """[K14] Take a reaction back."""
    if command.kind not in _kinds(case, command.comment):
        raise Refusal("already", "There is no such reaction.")
    return [CommentUnreacted(comment=command.comment, member=case.member.id, kind=command.kind)]


def _kinds(case: Case, comment: str) -> list[str]:
    found = case.state.get(Reacted, f"{comment}:{case.member.id}")
    return found.kinds if found is not None else []


# What comes of it -----------------------------------------------------------------------------------------------------


def comment_posted(state: MeetingState, event: CommentPosted) -> None:
    member = state.get(Member, event.author)
    comment = (
        Comment(
            id=event.comment, at=event.at, born=event.seq, author=event.author,
            name=member.name if member is not None else None, on=event.on, subject=event.subject,
            reply_to=event.reply_to, quotes=event.quotes, kind=event.kind, paragraph=event.paragraph,
            body=event.body, scope=event.scope, hold=event.hold,
            status="shown" if event.hold is None else "pending", pinned=False, edited_at=None,
            reactions=_NONE_YET, topics=[], outcome=None, conclusion=None, answer=None, replies=0,
            afterwards=event.afterwards, by_desk=event.by_desk, approved=event.hold is None,
        )
    )  # fmt: skip
    _put(state, mentions.put_in(state, comment, event.body, event.mentions) if event.mentions else comment, None)
    if event.author is not None:
        pace = state.get(Pace, event.author)
        before = _just_now(pace.recent, event.at) if pace is not None else ()
        state.put(Pace(id=event.author, recent=(*before, Posted(event.comment, event.at))))
        settled(state, event.author)
        _count_voice(state, event.author, 1, event)


def _count_voice(state: MeetingState, author: str, more: int, event: Event) -> None:
    """[I4] How many comments stand under a member's name."""
    voice = state.get(Voice, author)
    if voice is None:
        state.put(Voice(id=author, at=event.at, born=event.seq, comments=more))
    else:
        state.put(Voice(id=author, at=voice.at, born=voice.born, comments=voice.comments + more))


def _put(state: MeetingState, comment: Comment, old: Comment | None) -> None:
    """Store a comment in place of what it was; its root counts the replies that the hall sees."""
    root = state.get(Comment, comment.reply_to)
    state.put(comment)
    if old is not None:
        refill(state, old, comment)
    if comment.mentions or (old is not None and old.mentions):
        mentions.tell(state, comment, old)
    if root is not None:
        more = _is_counted(comment) - (old is not None and _is_counted(old))
        state.put(replace(root, replies=root.replies + more))


def _is_counted(comment: Comment) -> bool:
    return comment.scope == "all" and is_open(comment)


def comment_edited(state: MeetingState, event: CommentEdited) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        worded = mentions.put_in(state, comment, event.body, event.mentions)
        _put(state, replace(worded, status=event.status, edited_at=event.at), comment)


def comment_retracted(state: MeetingState, event: CommentRetracted) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        topics.retag(state, comment, ())
        bare = mentions.forget(state, comment)
        _put(state, replace(bare, status="retracted", body=None, pinned=False, topics=[]), comment)
        if comment.author is not None:
            _count_voice(state, comment.author, -1, event)


def comment_moved(state: MeetingState, event: CommentMoved) -> None:
    root = state.get(Comment, event.comment)
    if root is None:
        return
    state.put(replace(root, on=event.on, subject=event.subject))
    for reply in [found for found in state.all(Comment) if found.reply_to == root.id]:
        about = event.subject if reply.subject is not None and reply.subject == root.subject else reply.subject
        state.put(replace(reply, on=event.on, subject=about))


def comment_approved(state: MeetingState, event: CommentApproved | CommentRestored) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        _put(state, replace(comment, status="shown", approved=True), comment)


def comment_hidden(state: MeetingState, event: CommentHidden) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        _put(state, replace(comment, status="hidden", pinned=False), comment)


def comment_pinned(state: MeetingState, event: CommentPinned | CommentUnpinned) -> None:
    comment = state.get(Comment, event.comment)
    if comment is not None:
        state.put(replace(comment, pinned=isinstance(event, CommentPinned)))


def comment_reacted(state: MeetingState, event: CommentReacted | CommentUnreacted) -> None:
    comment = state.get(Comment, event.comment)
    if comment is None:
        return
    key = f"{event.comment}:{event.member}"
    mine = state.get(Reacted, key)
    before = mine.kinds if mine is not None else []
    kinds = [kind for kind in before if kind != event.kind]
    if isinstance(event, CommentReacted):
        kinds.append(event.kind)
    born, at = (mine.born, mine.at) if mine is not None else (event.seq, event.at)
    # [K16] Who reacted while the room let people be unknown stays unknown.
    named = not state.meeting.settings.anonymous and (mine is None or mine.named)
    if kinds:
        state.put(Reacted(id=key, at=at, born=born, member=event.member, kinds=kinds, named=named))
    else:
        state.remove(Reacted, key)
    state.put(replace(comment, reactions=_shift(comment.reactions, event.kind, len(kinds) - len(before))))


def _shift(reactions: Reactions, kind: Reaction, by: int) -> Reactions:
    match kind:
        case "agree":
            return replace(reactions, agree=reactions.agree + by)
        case "thanks":
            return replace(reactions, thanks=reactions.thanks + by)
        case "question":
            return replace(reactions, question=reactions.question + by)
