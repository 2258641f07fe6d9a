"""The window of comments in a fresh view, and what comes back into it when something leaves or returns.

Whoever connected while a thread was outside has never been sent it. So where a comment is hidden or taken back from a
class, what takes its place in that class's window is told to everybody anew; so are the replies of a thread that
returns.
"""

from itertools import islice
from typing import Final

from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import BIT, audience_of
from giotay_protocol.entities import Comment

THREADS: Final = 60
REPLIES: Final = 2


def refill(state: MeetingState, before: Comment, after: Comment) -> None:
    """[WV10] Have told what comes into a window in the place of a comment that left it, or with one that returned."""
    was, now = audience_of(before).classes, audience_of(after).classes
    if was == now:
        return
    for bit in BIT.values():
        if now & ~was & bit:
            _touch_replies(state, after.id, bit)
        if not was & ~now & bit:
            continue
        if after.reply_to is not None:
            _touch_replies(state, after.reply_to, bit)
            continue
        roots = (each for each in state.newest(Comment) if each.reply_to is None and audience_of(each).classes & bit)
        # The last of the window is the one that was outside before.
        for root in islice(roots, THREADS - 1, THREADS):
            state.touch(root)
            _touch_replies(state, root.id, bit)


def _touch_replies(state: MeetingState, root: str, bit: int) -> None:
    shown = (each for each in state.newest(Comment) if each.reply_to == root and audience_of(each).classes & bit)
    for reply in list(islice(shown, REPLIES)):
        state.touch(reply)
