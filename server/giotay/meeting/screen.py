"""What the projector shows: `auto`, where each screen works it out from the view, or one scene the desk pinned."""

from typing import Final

from msgspec.structs import replace

from giotay.meeting.case import Case
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import SCREEN, audience_of
from giotay_protocol.commands import CloseShutter, PairScreen, PrepareScene, ShowScene
from giotay_protocol.entities import (
    AgendaItem,
    Comment,
    Commitment,
    Conclusion,
    Document,
    Poll,
    Prepared,
    Round,
    Screen,
    Statement,
)
from giotay_protocol.events import Event, SceneDropped, ScreenPaired, ScreenShown, ScreenShuttered
from giotay_protocol.refusals import Refusal, invalid

MAIN: Final = "main"


# What is decided ------------------------------------------------------------------------------------------------------


def show(case: Case, command: ShowScene) -> list[Event]:
    """[P1] Pin a scene, or leave it to the screen."""
    key = command.screen or MAIN
    screen = case.state.get(Screen, key)
    if screen is None:
        raise Refusal("not_found", "There is no such screen.", field="screen")
    check(case, command)
    page = command.page or 1 if command.scene == "document" else None
    if (screen.scene, screen.ref, screen.text, screen.page) == (command.scene, command.ref, command.text, page):
        raise Refusal("already", "The screen shows this already.")
    return [ScreenShown(screen=key, scene=command.scene, ref=command.ref, text=command.text, page=page)]


def check(case: Case, command: ShowScene | PrepareScene | Prepared) -> None:
    """[P2] Refuses what there is not, and what a screen may not see."""
    scene, ref = command.scene, command.ref
    match scene:
        case "comment":
            comment = case.state.get(Comment, ref)
            if comment is None:
                raise Refusal("not_found", "There is no such comment.", field="ref")
            if not audience_of(comment).classes & SCREEN or comment.body is None:
                # [P2] What a screen may not see cannot be put on it.
                raise Refusal("stale", "This comment is not for the screen.", status=comment.status)
        case "agenda" if ref is not None:
            if case.state.get(AgendaItem, ref) is None:
                raise Refusal("not_found", "There is no such item.", field="ref")
        case "statement":
            statement = case.state.get(Statement, ref)
            if statement is None:
                raise Refusal("not_found", "There is no such statement.", field="ref")
            if not audience_of(statement).classes & SCREEN:
                # [P2] What a screen may not see cannot be put on it.
                raise Refusal("stale", "This statement has not had its turn.", status=statement.status)
        case "round" if ref is not None:
            if case.state.get(Round, ref) is None:
                raise Refusal("not_found", "There is no such round.", field="ref")
        case "poll" if ref is not None:
            poll = case.state.get(Poll, ref)
            if poll is None:
                raise Refusal("not_found", "There is no such poll.", field="ref")
            if not audience_of(poll).classes & SCREEN:
                # [P2] What a screen may not see cannot be put on it.
                raise Refusal("stale", "This poll was not opened.", status=poll.status)
        case "document":
            document = case.state.get(Document, ref)
            if document is None:
                raise Refusal("not_found", "There is no such document.", field="ref")
            if not audience_of(document).classes & SCREEN or document.pages == 0:
                # [P2] What a screen may not see cannot be put on it.
                raise Refusal("stale", "This document has no page for the screen.", status=document.status)
            if (command.page or 1) > document.pages:
                raise invalid("page", "The document has not so many pages.")
        case "conclusion" if ref is not None:
            if case.state.get(Conclusion, ref) is None:
                raise Refusal("not_found", "There is no such conclusion.", field="ref")
        case "commitments" if ref is not None:
            commitment = case.state.get(Commitment, ref)
            if commitment is None:
                raise Refusal("not_found", "There is no such commitment.", field="ref")
            if commitment.status == "withdrawn":
                raise Refusal("stale", "This commitment was taken back.", status=commitment.status)


def shutter(case: Case, command: CloseShutter) -> list[Event]:
    """[P3] Hide all names and words on every screen at once, or show them again."""
    if all(screen.shutter == command.on for screen in case.state.all(Screen)):
        raise Refusal("already", "The shutter is so already.", on=command.on)
    return [ScreenShuttered(on=command.on)]


def pair(case: Case, command: PairScreen) -> list[Event]:
    """[P4] The projector that shows these letters belongs to this room."""
    letters = command.letters.upper()
    if case.context.pairing is not None and letters not in case.context.pairing:
        raise Refusal("not_found", "No projector shows these letters.", field="letters")
    return [ScreenPaired(letters=letters)]


def taken_off(state: MeetingState, ref: str) -> list[Event]:
    """[P2] [P6] The events after which no screen is pinned on this any more, and it is not prepared."""
    shown: list[Event] = [
        ScreenShown(screen=screen.id, scene="auto", ref=None, text=None)
        for screen in state.all(Screen)
        if screen.ref == ref
    ]
    return shown + [SceneDropped(prepared=found.id) for found in state.all(Prepared) if found.ref == ref]


# What comes of it -----------------------------------------------------------------------------------------------------


def screen_shown(state: MeetingState, event: ScreenShown) -> None:
    screen = state.get(Screen, event.screen)
    if screen is not None:
        pinned = event.scene != "auto"
        state.put(replace(screen, scene=event.scene, ref=event.ref, text=event.text, page=event.page, pinned=pinned))


def screen_shuttered(state: MeetingState, event: ScreenShuttered) -> None:
    for screen in list(state.all(Screen)):
        state.put(replace(screen, shutter=event.on))
