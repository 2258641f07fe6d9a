"""`python -m tests.browser.weak_phone`: how long a weak phone's processor is held up while its owner scrolls through a
room that talks. Reported, never asserted: the numbers are those of the machine it runs on, slowed six times.

A room with 200 comments; a phone of 360×640 whose processor is slowed through the browser's own protocol; ten seconds
of scrolling up and down while five comments a second come in, and reactions to older ones. The trace tells every task
of the main thread: the longest, and how many were longer than 50 and than 200 ms.
"""

import argparse
import asyncio
import json
import tempfile
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, Final

from playwright.async_api import CDPSession, Page, expect

from tests.browser.council import MEMBERS, Council, council
from tests.browser.hall import Hall
from tests.browser.machine import Machine
from tests.browser.screens import in_a_browser

COMMENTS: Final = 200
SECONDS: Final = 10
EACH_SECOND: Final = 5
SLOWED: Final = 6
LONG_MS: Final = 50
WORDS: Final = "Tôi nhất trí với dự thảo và đề nghị bổ sung chỉ tiêu cụ thể cho từng tổ, kèm người theo dõi, thời hạn. "


async def traced(cdp: CDPSession, work: Awaitable[None]) -> list[dict[str, Any]]:
    """What the browser traced while the work was done."""
    events: list[dict[str, Any]] = []
    done = asyncio.Event()
    cdp.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    cdp.on("Tracing.tracingComplete", lambda _: done.set())
    await cdp.send(
        "Tracing.start", {"transferMode": "ReportEvents", "categories": "toplevel,devtools.timeline,__metadata"}
    )
    await work
    await cdp.send("Tracing.end")
    await asyncio.wait_for(done.wait(), 60)
    return events


def tasks_of(events: list[dict[str, Any]]) -> list[float]:
    """The lengths of the page's own tasks, in ms: those of the main thread that drew most."""
    drawing: dict[tuple[int, int], int] = {}
    for event in events:
        if event.get("name") in ("Layout", "UpdateLayoutTree", "FunctionCall"):
            thread = (event["pid"], event["tid"])
            drawing[thread] = drawing.get(thread, 0) + 1
    if not drawing:
        return []
    main = max(drawing, key=lambda thread: drawing[thread])
    names = ("RunTask", "ThreadControllerImpl::RunTask")
    return [
        event["dur"] / 1_000
        for event in events
        if event.get("name") in names and "dur" in event and (event["pid"], event["tid"]) == main
    ]


async def talk(room: Council) -> None:
    """Five comments a second, and for each a reaction to an older one."""
    older = list(room.chair.view["comments"])
    for number in range(SECONDS * EACH_SECOND):
        who = room.played[MEMBERS[1 + number % 4]]
        await who.command("comment.post", body=f"{number}. {WORDS}")
        if number % 2:
            await who.command("comment.react", comment=older[number], kind="agree")
        await asyncio.sleep(1 / EACH_SECOND)


async def scroll(cdp: CDPSession) -> None:
    """A thumb, up and down."""
    for number in range(SECONDS):
        distance = 1_200 if number % 2 == 0 else -1_200
        gesture = {"x": 180, "y": 300, "yDistance": distance, "speed": 1_600, "gestureSourceType": "touch"}
        await cdp.send("Input.synthesizeScrollGesture", gesture)
        await asyncio.sleep(0.25)


async def measure(hall: Hall) -> list[float]:
    hall.query = "?lang=vi"
    async with council(hall, "vi", but=(MEMBERS[0],)) as room:
        for number in range(COMMENTS):
            await room.chair.command("comment.post", body=f"{number}. {WORDS}")
        phone: Page = await hall.phone(room.links[MEMBERS[0]])
        older = phone.locator(".older")
        while await phone.locator(".comments > li").count() < COMMENTS and await older.count():
            held = await phone.locator(".comments > li").count()
            await older.click()
            await expect(phone.locator(".comments > li")).not_to_have_count(held)
        assert await phone.locator(".comments > li").count() >= COMMENTS
        cdp = await phone.context.new_cdp_session(phone)
        await cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})

        async def work() -> None:
            await asyncio.gather(talk(room), scroll(cdp))

        return tasks_of(await traced(cdp, work()))


def report(runs: list[list[float]]) -> dict[str, Any]:
    """The middle run of those made, by its longest task."""
    tasks = sorted(runs, key=lambda run: max(run, default=0))[len(runs) // 2]
    long = [task for task in tasks if task > LONG_MS]
    return {
        "comments": COMMENTS, "seconds": SECONDS, "comments_a_second": EACH_SECOND, "slowed": SLOWED,
        "longest_ms": round(max(tasks, default=0)),
        "longest_of_each_run_ms": [round(max(run, default=0)) for run in runs],
        "tasks_over_50_ms": len(long), "tasks_over_200_ms": sum(task > 200 for task in tasks),
        "busy_ms": round(sum(tasks)),
    }  # fmt: skip


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asking.add_argument("--runs", type=int, default=3)
    runs: list[list[float]] = []
    wanted = asking.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="giotay-weak-") as folder:
        machine = Machine(Path(folder) / "data")
        machine.start()

        async def work(browser: Any) -> None:
            for _ in range(wanted):
                hall = Hall(machine, browser)
                try:
                    runs.append(await measure(hall))
                finally:
                    await hall.close()

        try:
            asyncio.run(in_a_browser(work))
        finally:
            machine.stop()
    print(json.dumps(report(runs), indent=2))


if __name__ == "__main__":
    main()
