"""Who is shown what: one pure function of the entity, the class and the member. Nothing else decides.

So whatever visibility depends on is written into the entity itself when it changes. What one member alone may see is
an entity with that member in its audience.
"""

from msgspec import Struct
from msgspec.structs import replace

from giotay_protocol.entities import (
    Ballot,
    Comment,
    Document,
    Entity,
    Hand,
    Invite,
    JoinRequest,
    Lowered,
    Meeting,
    Member,
    Minutes,
    Named,
    Poll,
    Prepared,
    Reacted,
    Reading,
    Reminder,
    Reservation,
    Scoring,
    Statement,
    Voice,
    Voter,
)
from giotay_protocol.names import Class

DESK, HALL, SCREEN = 1, 2, 4
EVERYONE = DESK | HALL | SCREEN
BIT: dict[Class, int] = {"desk": DESK, "hall": HALL, "screen": SCREEN}


class Audience(Struct, frozen=True, gc=False):
    """Who may see an entity now: whole classes (a bit each), and further members by id."""

    classes: int
    members: tuple[str, ...]


_ALL = Audience(EVERYONE, ())
_DESK = Audience(DESK, ())
_NOBODY = Audience(0, ())


def audience_of(entity: Entity) -> Audience:
    """Everyone who may see this entity as it is now."""
    if entity.collection[0] == "_":
        return _NOBODY
    match entity:
        # The first two because there are most of them.
        case Comment():
            return _audience_of_comment(entity)
        case Voice() | JoinRequest() | Prepared():
            return _DESK
        case Member():
            return _ALL if entity.listed else Audience(DESK | SCREEN, (entity.id,))
        case Hand():
            return _ALL if entity.listed else Audience(DESK | SCREEN, (entity.member,))
        case Reminder():
            return _ALL if entity.public else Audience(DESK, (entity.member,))
        case Statement():
            # [T2] Before its turn: its author and reader; the desk learns that it is there.
            own = tuple(dict.fromkeys(filter(None, (entity.member, entity.reader))))
            return _ALL if entity.status == "revealed" else Audience(DESK, own)
        case Invite():
            # [I3] Who presides and the member; no class as a whole.
            between = (entity.member, entity.chair) if entity.chair != entity.member else (entity.member,)
            return Audience(0, tuple(filter(None, between)))
        case Reacted() | Ballot() | Lowered() | Named() | Scoring():
            return Audience(0, (entity.member,))
        case Poll():
            # [V1] A draft is the desk's; also one that was cancelled before it was opened.
            return _DESK if entity.opened_at is None else _ALL
        case Document():
            # [J2] Drafts, and what was withdrawn, are the desk's.
            return _ALL if entity.status == "published" else _DESK
        case Reading():
            # [J6] Who has read what is the desk's to see, and of oneself one's own.
            return Audience(DESK, (entity.member,))
        case Minutes():
            # [N2] Until they are circulated they are the desk's.
            return _DESK if entity.status == "draft" else Audience(DESK | HALL, ())
        case Reservation():
            return Audience(DESK, (entity.member,))
        case Voter():
            # [V4] Who may vote, and has, is the desk's to see, and of oneself one's own.
            return Audience(DESK, (entity.member,))
        case _:
            return _ALL


def _audience_of_comment(comment: Comment) -> Audience:
    if comment.scope == "all" and comment.status == "shown":
        return _ALL
    own = (comment.author,) if comment.author is not None else ()
    if comment.scope == "desk":
        return Audience(DESK, own)
    if comment.scope == "subject":
        about = (comment.subject,) if comment.subject is not None and comment.subject not in own else ()
        return Audience(DESK, own + about)
    if comment.status == "hidden":
        return Audience(DESK, own)
    # Of one that was taken back everybody who may have seen it sees that, and nobody else learns that it was there.
    if comment.status == "pending" or (comment.status == "retracted" and not comment.approved):
        return Audience(DESK, own) if comment.hold == "all" else Audience(DESK | HALL, own)
    return _ALL


def view_id(entity: Entity) -> str:
    """The id under which a view keeps the entity: reactions stand under the comment's, a vote under the poll's."""
    return entity.id.partition(":")[0] if isinstance(entity, Reacted | Ballot | Named) else entity.id


def shown(entity: Entity, cls: Class, member: str | None) -> Entity | None:
    """What this class, or this member of it, is shown of the entity; None when nothing."""
    return shown_of(entity, audience_of(entity), cls, member)


def shown_of(entity: Entity, audience: Audience, cls: Class, member: str | None) -> Entity | None:
    """`shown`, where the audience is known already."""
    if not audience.classes & BIT[cls] and (member is None or member not in audience.members):
        return None
    match entity:
        case Comment():
            return entity
        case Meeting() if cls != "desk" and entity.settings.pin is not None:
            return replace(entity, settings=replace(entity.settings, pin=None))
        case Member() if cls != "desk" and entity.birth_date is not None:
            return replace(entity, birth_date=None)
        case Statement() if entity.status != "revealed" and (member is None or member not in audience.members):
            return replace(entity, sections=[])
        case Poll() if entity.status != "published" and cls != "desk":
            return replace(entity, counted=[], result=None)
        case Reacted() | Ballot() | Named():
            return replace(entity, id=view_id(entity))
        case _:
            return entity
