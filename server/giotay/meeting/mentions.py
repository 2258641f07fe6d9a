"""Mentions: `@name` in a comment. The log keeps the words without the names, and beside them who is meant and where.

So a person who takes another name, or is erased, has it changed in everybody's words, and nobody's words hold a name
that cannot be taken out again. What everybody reads is put together here.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from giotay.meeting.hidden import Phrase
from giotay.meeting.state import MeetingState
from giotay.meeting.visibility import HALL, audience_of
from giotay_protocol.entities import Comment, Member, Mentioned, Named
from giotay_protocol.events import Mention
from giotay_protocol.mentions import said
from giotay_protocol.refusals import invalid

SIGN: Final = "@"


# What is decided ------------------------------------------------------------------------------------------------------


def cut(state: MeetingState, body: str, members: Sequence[str]) -> tuple[str, list[Mention]]:
    """[K17] The words without the names, and who is meant where. Refuses `invalid` when somebody is not named."""
    if len(set(members)) < len(members):
        raise invalid("mentions", "Each member once.")
    short, found = _cut(body, [(key, _name_of(state, key)) for key in members])
    if {mention.member for mention in found} != set(members):
        raise invalid("mentions", "The words do not name this member.")
    return short, found


def cut_again(state: MeetingState, comment: Comment, body: str, more: Sequence[str]) -> tuple[str, list[Mention]]:
    """[K17] The same for changed words: who was named before stays named while their name stands there."""
    before = [each.member for each in comment.mentions if each.member not in more]
    kept = [key for key in before if SIGN + _name_of(state, key, comment) in body and _name_of(state, key, comment)]
    short, found = _cut(body, [(key, _name_of(state, key, comment)) for key in (*more, *kept)])
    if not set(more) <= {mention.member for mention in found}:
        raise invalid("mentions", "The words do not name this member.")
    return short, found


def _name_of(state: MeetingState, key: str, comment: Comment | None = None) -> str:
    member = state.get(Member, key)
    if member is not None:
        return member.name
    return next((each.name for each in comment.mentions if each.member == key), "") if comment is not None else ""


def _cut(body: str, people: Iterable[tuple[str, str]]) -> tuple[str, list[Mention]]:
    """Longer names first: "@An Bình" is not "@An". Of two people of one name the first is the first who is meant."""
    waiting = sorted((one for one in people if one[1]), key=lambda one: -len(one[1]))
    kept: list[str] = []
    found: list[Mention] = []
    at = length = 0
    while (sign := body.find(SIGN, at)) >= 0:
        start = sign + len(SIGN)
        kept.append(body[at:start])
        length += start - at
        at = start
        meant = [one for one in waiting if body.startswith(one[1], start)]
        if not meant:
            continue
        taken = {mention.member for mention in found}
        alike = [one for one in meant if len(one[1]) == len(meant[0][1])]
        key, name = next((one for one in alike if one[0] not in taken), alike[-1])
        found.append(Mention(member=key, at=length))
        at += len(name)
    return "".join((*kept, body[at:])), found


# What everybody reads -------------------------------------------------------------------------------------------------


def put_in(state: MeetingState, comment: Comment, body: str, mentions: Sequence[Mention]) -> Comment:
    """The comment with these words. Remembers the words without the names, for whoever is renamed."""
    if not mentions and not comment.mentions:
        return replace(comment, body=body)
    if mentions:
        state.put(Phrase(id=comment.id, body=body, mentions=tuple(mentions)))
    else:
        state.remove(Phrase, comment.id)
    names = {mention.member: _name_of(state, mention.member, comment) for mention in mentions}
    return replace(
        comment,
        body=said(body, mentions, lambda key: names[key]),
        mentions=[Mentioned(member=key, name=name) for key, name in names.items()],
    )


def rename(state: MeetingState, member: str, name: str) -> None:
    """[M7] Whoever is named in somebody's words has the new name there; "": none."""
    for comment in [found for found in state.all(Comment) if any(each.member == member for each in found.mentions)]:
        mentions = [replace(each, name=name) if each.member == member else each for each in comment.mentions]
        phrase = state.get(Phrase, comment.id)
        body = _said_with(phrase, mentions) if phrase is not None and comment.body else comment.body
        state.put(replace(comment, body=body, mentions=mentions))


def _said_with(phrase: Phrase, people: Iterable[Mentioned]) -> str:
    names = {each.member: each.name for each in people}
    return said(phrase.body, phrase.mentions, lambda key: names.get(key, ""))


def forget(state: MeetingState, comment: Comment) -> Comment:
    """The comment without mentions: its words are gone."""
    if not comment.mentions:
        return comment
    state.remove(Phrase, comment.id)
    bare = replace(comment, mentions=[])
    tell(state, bare, comment)
    return bare


def erase(state: MeetingState, member: str) -> None:
    """[M8] A name that is gone stands in nobody's words, and who is gone is told nothing more."""
    rename(state, member, "")
    for named in [found for found in state.all(Named) if found.member == member]:
        state.remove(Named, named.id)


def tell(state: MeetingState, comment: Comment, before: Comment | None) -> None:
    """[K18] Who is named is told so, as long as they are shown the comment."""
    named = {each.member for each in comment.mentions}
    former = {each.member for each in before.mentions} if before is not None else set()
    if not named and not former:
        return
    audience = audience_of(comment)
    for member in sorted(named | former):
        key = f"{comment.id}:{member}"
        may_see = bool(audience.classes & HALL) or member in audience.members
        if member in named and member != comment.author and may_see and comment.body is not None:
            old = state.get(Named, key)
            at, born = (old.at, old.born) if old is not None else (state.at, state.seq)
            state.put(Named(id=key, at=at, born=born, member=member, comment=comment.id))
        else:
            state.remove(Named, key)
