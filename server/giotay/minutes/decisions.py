"""What was decided under one item: polls with their counts, and what the chair concluded."""

from collections.abc import Iterable, Iterator

from giotay.minutes.blocks import Block, Para, Point
from giotay.minutes.model import Approval, Conclusion, HallCount, Poll, PollResult, ReservedOpinion
from giotay.minutes.speaking import Speaker, capital, clean


def polls(polls: Iterable[Poll], say: Speaker) -> Iterator[Block]:
    """[V1] to [V11] Question, kind, who could vote, the counts, what was carried, and reserved opinions."""
    for poll in polls:
        yield Para(say("poll", time=say.time(poll.at), how=say(f"poll.{poll.kind}"), question=clean(poll.question)))
        if poll.status == "cancelled":
            yield Point(say("poll.cancelled"))
            continue
        voters = "poll.households" if poll.base == "households" else "poll.voters"
        told = [say(voters, n=say.count(poll.eligible))]
        if poll.choose > 1:
            told.append(say("poll.choose", n=poll.choose))
        yield Point(capital("; ".join(told)) + ".")
        if poll.result is None:
            yield Point(say("poll.unpublished" if poll.status == "closed" else "poll.running"))
        else:
            yield from _result(poll, poll.result, say)
        for opinion in poll.reserved:
            yield _reserved(opinion, say)


def _result(poll: Poll, result: PollResult, say: Speaker) -> Iterator[Block]:
    """[V10] Phones and hall, each option; a first count that was counted again; [V7] and the majority."""
    both = result.phones and result.counts
    for option in result.options:
        parts = say("poll.parts", phones=say.count(option.phones), hall=say.count(option.hall)) if both else ""
        share = f" ({say.share(option.total, result.base)}%)" if result.base else ""
        yield Point(f"{say.count(option.total)}{share}{parts}", clean(option.text))
    if result.counts:
        yield from _slips(result.counts[-1], say)
    if len(result.counts) > 1:
        first, last = result.counts[0], result.counts[-1]
        counts = _told(poll, result, first, say)
        yield Point(say("poll.recount", first=say.time(first.at), last=say.time(last.at), counts=counts))
    yield from outcome(poll, result, say)


def outcome(poll: Poll, result: PollResult, say: Speaker) -> Iterator[Block]:
    """[V7] Whether an option has the majority, and what it needed."""
    part = say("poll.more") if poll.majority == "1/2" else say("poll.least", share=poll.majority)
    rule = say(f"poll.of_{poll.base}", part=part)
    if result.tie:
        came_out = say("poll.tie")
    elif result.carried is not None:
        came_out = say("poll.carried", option=clean(result.carried))
    else:
        came_out = say("poll.missed")
    yield Point(say("poll.outcome", outcome=came_out, rule=rule, needed=result.needed, base=result.base))


def _slips(count: HallCount, say: Speaker) -> Iterator[Block]:
    if count.issued is not None and count.collected is not None:
        yield Point(say("poll.slips", issued=count.issued, collected=count.collected, invalid=count.invalid))
    elif count.invalid:
        yield Point(say("poll.invalid", n=say.count(count.invalid)))


def _told(poll: Poll, result: PollResult, count: HallCount, say: Speaker) -> str:
    return ", ".join(
        f"{clean(option.text)} {say.count(number)}"
        for option, number in zip(result.options, count.counts, strict=False)
    )


def _reserved(opinion: ReservedOpinion, say: Speaker) -> Point:
    signs = f" ({say('by_desk')})" if opinion.by_desk else ""
    who = say("poll.reserved", who=say.name(opinion.person)) + signs
    return Point(clean(opinion.text) or say("erased"), capital(who))


def carried(polls: Iterable[Poll], say: Speaker, but: Approval | None = None) -> str:
    """How the hall voted on an item, in brackets behind its title; nothing where nothing was carried. The approval of
    the minutes has its own place.
    """
    told = []
    for poll in polls:
        if but is not None and poll.id == but.poll:
            continue
        result = poll.result
        chosen = next((option for option in result.options if option.text == result.carried), None) if result else None
        if result is not None and chosen is not None and result.base:
            told.append(
                say(
                    "item.carried", votes=say.count(chosen.total), base=say.count(result.base), people=say.people,
                    option=clean(chosen.text).lower(), share=say.share(chosen.total, result.base),
                )
            )  # fmt: skip
    return f"({'; '.join(told)})" if told else ""


def conclusions(conclusions: Iterable[Conclusion], say: Speaker) -> Iterator[Block]:
    """[L1] What the chair concluded, [L2] and how many comments it takes up."""
    for found in conclusions:
        about = f" ({say.name(found.about)})" if found.about is not None else ""
        text = say("concluded", about=about, text=clean(found.text))
        yield Para(text + (" " + say("concluded.answers", n=say.count(found.answers)) if found.answers else ""))
