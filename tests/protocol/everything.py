"""Steps that a meeting hardly ever takes, so that a golden log has an event of every type."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp

from giotay.demo.hall import Hall
from giotay.demo.steps import View
from giotay_client import Room
from tests import paper
from tests.system.server import Server


async def _made(room: Room, noun: str, type: str, **fields: Any) -> str:
    return str((await room.command(type, **fields))["result"][noun])


async def people(hall: Hall, server: Server, code: str) -> None:
    """Members and those at the door; who presides; the quorum."""
    chair, desk, deputy = hall.chair, hall.secretary, hall.members[1]
    await desk.command("meeting.lock")
    await desk.command("meeting.unlock")
    quorum = {"basis": "members", "share": "999/999", "chair_required": False}
    await desk.command("meeting.update", settings={"join": "request", "chair_lease_ms": 5_000, "quorum": quorum})
    away = await _made(desk, "member", "member.add", name="Người Vắng")
    await chair.command("quorum.override", reason="Một người đi vắng")
    await desk.command("attendance.mark", member=away, status="excused", reason="Ốm")
    await desk.command("member.update", member=away, title="Giáo viên")
    await hall.members[5].command("member.declare", group="A")
    await desk.command("member.mute", member=away)
    await desk.command("member.unmute", member=away)
    async with aiohttp.ClientSession() as http:
        for name in ("Khách Một", "Khách Hai"):
            async with http.post(f"{server.url}/api/join", json={"code": code, "name": name}) as answer:
                assert answer.status == 202
    requests = await desk.until(lambda view: list(view["requests"]) if len(view["requests"]) == 2 else None)
    await desk.command("member.admit", request=requests[0])
    await desk.command("member.refuse", request=requests[1])
    await chair.command("chair.hand_over", to=away)
    await asyncio.sleep(6)
    await deputy.command("chair.take_over")
    await chair.command("chair.reclaim")
    for head in (hall.ids[1], hall.ids[0]):
        presiding = hall.members[hall.ids.index(chair.view["meeting"]["meeting"]["presiding"])]
        await presiding.command("member.update", member=head, office="chair")
        await chair.until(_chairs(head))
    await desk.command("member.revoke", member=away)
    await desk.command("member.remove", member=away)
    await desk.command("meeting.update", settings={"quorum": None})


def _chairs(member: str) -> Callable[[View], bool]:
    return lambda view: bool(view["members"][member]["office"] == "chair")


async def floor(hall: Hall) -> None:
    """The agenda, the queue, turns and a round."""
    chair, desk = hall.chair, hall.secretary
    items = [await _made(desk, "item", "agenda.add", title=title) for title in ("Thêm một", "Thêm hai")]
    await desk.command("agenda.update", item=items[0], notes="Ghi chú")
    await desk.command("agenda.move", item=items[1], position=5)
    await chair.command("agenda.skip", item=items[0])
    await chair.command("agenda.reopen", item=items[0])
    await desk.command("agenda.remove", item=items[1])
    await chair.command("queue.update", state="open", limit_ms=120_000)
    hands = [await _made(hall.members[n], "hand", "hand.raise") for n in (5, 6)]
    await chair.command("hand.move", hand=hands[1], to_top=True)
    turn = await _made(chair, "turn", "floor.grant", hand=hands[1])
    await hall.members[6].command("turn.decline", turn=turn)
    turn = await _made(chair, "turn", "floor.grant", hand=hands[0])
    await chair.command("turn.undo_call", turn=turn)
    turn = await _made(chair, "turn", "floor.grant", hand=hands[0])
    await chair.command("turn.start", turn=turn)
    await chair.command("turn.pause", turn=turn)
    await chair.command("turn.resume", turn=turn)
    await chair.command("turn.extend", turn=turn, by_ms=60_000)
    await chair.command("turn.remind", turn=turn, kind="time", public=True)
    await chair.command("turn.end", turn=turn)
    await chair.command("turn.undo_end", turn=turn)
    await chair.command("turn.end", turn=turn)
    held = await _made(chair, "round", "round.start", subjects=hall.ids[5:7])
    await chair.command("round.update", round=held, comments="off")
    await chair.command("round.fit", round=held, total_ms=240_000)
    slots = [s["id"] for s in chair.view["slots"].values() if s["round"] == held]
    for slot in slots:
        await chair.command("round.excuse", slot=slot)
    await chair.command("round.restore", slot=slots[0])
    await chair.command("round.excuse", slot=slots[0])
    await chair.command("round.finish", round=held)
    invite = await _made(chair, "invite", "invite.send", member=hall.ids[7])
    await hall.members[7].command("invite.answer", invite=invite, answer="later")


async def voices(hall: Hall) -> None:
    """Comments, topics, conclusions, commitments and polls."""
    chair, desk, member = hall.chair, hall.secretary, hall.members[5]
    await desk.command("meeting.update", settings={"moderation": "before_screen"})
    said = await _made(member, "comment", "comment.post", body="Một ý nữa")
    await desk.command("comment.approve", comment=said)
    await member.command("comment.edit", comment=said, body="Một ý khác")
    await desk.command("meeting.update", settings={"moderation": "off"})
    for type in ("comment.approve", "comment.hide", "comment.restore", "comment.pin", "comment.unpin"):
        await desk.command(type, comment=said)
    await desk.command("comment.move", comment=said, on=chair.view["meeting"]["meeting"]["current_item"])
    await hall.members[6].command("comment.react", comment=said, kind="agree")
    await hall.members[6].command("comment.unreact", comment=said, kind="agree")
    topics = [await _made(desk, "topic", "topic.add", title=title) for title in ("Tạm một", "Tạm hai")]
    await desk.command("topic.update", topic=topics[0], title="Tạm")
    await desk.command("comment.tag", comment=said, topic=topics[0])
    await desk.command("comment.untag", comment=said, topic=topics[0])
    await desk.command("topic.merge", topic=topics[0], into=topics[1])
    await desk.command("topic.remove", topic=topics[1])
    await member.command("comment.retract", comment=said)
    conclusion = await _made(chair, "conclusion", "conclusion.add", text="Tạm")
    await chair.command("conclusion.update", conclusion=conclusion, text="Tạm thời")
    await chair.command("conclusion.remove", conclusion=conclusion)
    promised = [await _made(member, "commitment", "commitment.make", what=what) for what in ("Một", "Hai")]
    await member.command("commitment.update", commitment=promised[0], due="2027-01-01")
    await member.command("commitment.review", commitment=promised[0], outcome="partly")
    await member.command("commitment.withdraw", commitment=promised[1])
    await desk.command("scorecard.set", values={})
    await member.command("scorecard.score", values={"steps": 4})
    card = chair.view["scorecard"]["scorecard"]
    await desk.command("scorecard.set", values={each["name"]: each["most"] for each in card["criteria"]})
    await chair.command("scorecard.confirm")
    poll = await _made(desk, "poll", "poll.create", question="Nhầm?", options=["A", "B"], kind="hands")
    await desk.command("poll.update", poll=poll, question="Mở nhầm?")
    await chair.command("poll.open", poll=poll)
    await desk.command("poll.count", poll=poll, counts={"o1": 1})
    await chair.command("poll.cancel", poll=poll)


async def papers(hall: Hall, server: Server, room: str) -> None:
    """Documents in every state, a paper that was photographed, and what is lined up for the projector."""
    desk, member, ids = hall.secretary, hall.members[5], hall.ids
    files = {"report": paper.pdf(2), "other": paper.pdf(3, says="Ban moi"), "photo": paper.picture()}
    headers = {"Authorization": f"Bearer {server.host_key}"}
    async with aiohttp.ClientSession(f"{server.url}/api/rooms/{room}/", headers=headers) as http:

        async def send(where: str, what: str, **query: str) -> Any:
            async with http.post(where, params=query, data=files[what]) as answer:
                assert answer.status == 201, await answer.text()
                return await answer.json()

        document = (await send("documents", "report", title="Báo cáo"))["document"]
        await send("documents", "other", document=document)
        await desk.command("document.update", document=document, title="Báo cáo tháng")
        await desk.command("document.publish", document=document)
        await member.command("document.progress", document=document, page=2)
        await member.command("document.confirm", document=document)
        scan = await send("scans", "photo", member=ids[8])
        async with http.delete(f"statements/{scan['statement']}/scans/{scan['scan']}") as answer:
            assert answer.status == 200, await answer.text()
    await desk.command("document.withdraw", document=document)
    lined = [await _made(desk, "prepared", "screen.prepare", scene=scene) for scene in ("agenda", "wall", "blank")]
    await desk.command("screen.arrange", prepared=lined[1], before=lined[0])
    await desk.command("screen.next", prepared=lined[1])
    await desk.command("screen.unprepare", prepared=lined[2])
    await desk.command("screen.show", scene="auto")


async def minutes(hall: Hall) -> None:
    """What the secretary writes after the close, what a member would have otherwise, the approval, an addition."""
    desk, chair, member = hall.secretary, hall.chair, hall.members[5]
    await desk.command("minutes.write", section="closing", text="Biên bản lập xong cùng ngày.")
    await desk.command("minutes.circulate")
    objection = await _made(member, "objection", "minutes.object", section="closing", text="Ghi rõ giờ.")
    await desk.command("minutes.settle", objection=objection, outcome="accepted", text="Biên bản lập xong lúc 16 giờ.")
    await chair.command("minutes.approve")
    await desk.command("minutes.add", text="Bổ sung danh sách khách mời.")
