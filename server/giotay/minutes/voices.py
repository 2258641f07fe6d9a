"""What was written: comments with their replies, and statements that were read. Only what everybody was shown."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from giotay.minutes.model import Person, Section, Statement, Voice
from giotay_protocol import events as e
from giotay_protocol.events import Event, Mention
from giotay_protocol.mentions import said
from giotay_protocol.names import CommentStatus, Hold, Outcome, Scope

Who = Callable[[str | None], Person | None]


class Comment(Struct, kw_only=True):
    """What is known of one comment so far. `shown_once` says that everybody saw it, or never had to wait."""

    id: str
    at: int
    author: str | None
    on: str | None
    reply_to: str | None
    kind: str | None
    paragraph: int | None
    body: str
    scope: Scope
    hold: Hold | None
    status: CommentStatus
    shown_once: bool
    afterwards: bool
    by_desk: bool
    mentions: list[Mention] = []
    edited: bool = False
    outcome: Outcome | None = None
    answer: str | None = None
    conclusion: str | None = None

    @property
    def told(self) -> bool:
        """Whether the minutes may say that it is there: [K3] only what went to all, [K5] and is not held back."""
        if self.scope != "all":
            return False
        if self.status == "pending" or (self.status == "retracted" and not self.shown_once):
            return self.hold == "screen"
        return True


class Text(Struct, kw_only=True):
    """What is known of one statement so far."""

    id: str
    member: str | None
    body: str | None
    item: str | None
    reader: str | None
    headings: list[str]
    texts: list[str]
    by_desk: bool
    scans: dict[str, int] = {}
    revealed: bool = False


class Voices:
    """Comments and statements, as the events so far tell."""

    def __init__(self) -> None:
        self.comments: dict[str, Comment] = {}
        self.statements: dict[str, Text] = {}

    def take(self, event: Event) -> None:
        """Take in what was written."""
        match event:
            case e.CommentPosted():
                self._posted(event)
            case e.CommentEdited() | e.CommentRetracted() | e.CommentMoved():
                self._changed(event)
            case e.CommentResolved():
                if (comment := self.comments.get(event.comment)) is not None:
                    comment.outcome, comment.answer, comment.conclusion = event.outcome, event.text, event.conclusion
            case e.ConclusionRemoved():
                for comment in self.comments.values():
                    comment.conclusion = None if comment.conclusion == event.conclusion else comment.conclusion
            case e.CommentApproved() | e.CommentHidden() | e.CommentRestored():
                self._judged(event)
            case e.StatementSubmitted():
                self.statements[event.statement] = Text(
                    id=event.statement, member=event.member, body=event.body, item=event.item, reader=event.reader,
                    headings=event.headings, texts=event.texts, by_desk=event.by_desk,
                    scans=former.scans if (former := self.statements.get(event.statement)) is not None else {},
                )  # fmt: skip
            case e.StatementScanned():
                if (paper := self.statements.get(event.statement)) is not None:
                    paper.scans = paper.scans | {event.scan: event.pages}
            case e.StatementUnscanned():
                if (paper := self.statements.get(event.statement)) is not None:
                    paper.scans = {key: pages for key, pages in paper.scans.items() if key != event.scan}
            case e.StatementRevealed():
                if event.statement in self.statements:
                    self.statements[event.statement].revealed = True
            case e.MemberErased():
                self._erased(event.member)
            case e.AgendaRemoved():
                self.put_elsewhere(event.item, None)
                for text in self.statements.values():
                    text.item = None if text.item == event.item else text.item
            case _:
                pass

    def _posted(self, event: e.CommentPosted) -> None:
        told = {
            name: getattr(event, name)
            for name in (
                "author", "on", "reply_to", "kind", "paragraph", "body", "scope", "hold", "afterwards", "by_desk",
                "mentions",
            )
        }  # fmt: skip
        self.comments[event.comment] = Comment(
            id=event.comment, at=event.at, status="shown" if event.hold is None else "pending",
            shown_once=event.hold is None, **told,
        )  # fmt: skip

    def _changed(self, event: e.CommentEdited | e.CommentRetracted | e.CommentMoved) -> None:
        comment = self.comments.get(event.comment)
        if comment is None:
            return
        match event:
            case e.CommentEdited():
                comment.body, comment.status, comment.edited = event.body, event.status, True
                comment.mentions = event.mentions
            case e.CommentRetracted():
                comment.body, comment.status = "", "retracted"
            case e.CommentMoved():
                comment.on = event.on
                for reply in self.comments.values():
                    reply.on = event.on if reply.reply_to == comment.id else reply.on

    def _judged(self, event: e.CommentApproved | e.CommentHidden | e.CommentRestored) -> None:
        comment = self.comments.get(event.comment)
        if comment is not None and comment.status != "retracted":
            hidden = isinstance(event, e.CommentHidden)
            comment.status = "hidden" if hidden else "shown"
            comment.shown_once = comment.shown_once or not hidden

    def _erased(self, member: str) -> None:
        for comment in self.comments.values():
            if comment.author == member:
                comment.body = ""
                comment.answer = "" if comment.answer else None
        for text in self.statements.values():
            if text.member == member:
                text.headings, text.texts, text.scans = [], [], {}

    def put_elsewhere(self, former: str, now: str | None) -> None:
        """What was on a thing that never was is on something else."""
        for comment in self.comments.values():
            comment.on = now if comment.on == former else comment.on

    # What the minutes say ---------------------------------------------------------------------------------------------

    def by_place(self, who: Who) -> dict[str | None, list[Voice]]:
        """The threads by what they are on, in the order they came."""
        replies: dict[str, list[Voice]] = {}
        for comment in self.comments.values():
            if comment.reply_to is not None and comment.told:
                replies.setdefault(comment.reply_to, []).append(_voice(comment, who, ()))
        places: dict[str | None, list[Voice]] = {}
        for comment in self.comments.values():
            if comment.reply_to is None and comment.told:
                places.setdefault(comment.on, []).append(_voice(comment, who, tuple(replies.get(comment.id, ()))))
        return places

    def read(self, who: Who, places: dict[str | None, list[Voice]]) -> list[Statement]:
        """[T2] The statements that everybody was shown, with the comments on them."""
        return [
            Statement(
                id=text.id, person=who(text.member), body=text.body,
                reader=who(text.reader) if text.reader not in (None, text.member) else None, item=text.item,
                sections=tuple(
                    Section(heading=heading, paragraphs=tuple(part for part in body.split("\n") if part))
                    for heading, body in zip(text.headings, text.texts, strict=False)
                ),
                by_desk=text.by_desk, scans=sum(text.scans.values()), voices=tuple(places.get(text.id, ())),
            )
            for text in self.statements.values()
            if text.revealed
        ]  # fmt: skip


def _words(comment: Comment, who: Who) -> str:
    """[K17] With the names of those who are named in it."""

    def name_of(key: str) -> str:
        person = who(key)
        return person.name if person is not None else ""

    return said(comment.body, comment.mentions, name_of)


def _about(on: str | None) -> Literal["document", "commitment"] | None:
    """What a comment is on, where that is no part of the agenda; ids say what they are of."""
    kinds: dict[str, Literal["document", "commitment"]] = {"d": "document", "cm": "commitment"}
    return kinds.get((on or "").partition("_")[0])


def _voice(comment: Comment, who: Who, replies: tuple[Voice, ...]) -> Voice:
    status: Literal["shown", "hidden", "retracted"] = "shown"
    if comment.status in ("hidden", "retracted"):
        status = comment.status
    gone = status != "shown"
    return Voice(
        id=comment.id, at=comment.at, person=None if gone else who(comment.author),
        anonymous=not gone and comment.author is None, kind=None if gone else comment.kind,
        paragraph=comment.paragraph, about=_about(comment.on), status=status,
        body=None if gone else _words(comment, who),
        edited=comment.edited, afterwards=comment.afterwards, by_desk=comment.by_desk,
        outcome=None if gone else comment.outcome, answer=None if gone else comment.answer,
        concluded=not gone and comment.conclusion is not None, replies=replies,
    )  # fmt: skip
